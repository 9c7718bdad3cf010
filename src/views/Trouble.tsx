/** What went wrong in a pane, what to do about it, and a way to try again. */
import type { PaneRun } from '#state';
import { problemWords, words } from './words.ts';

interface TroubleProps {
  readonly problem: NonNullable<PaneRun['problem']>;
  onRetry(): void;
}

export function Trouble({ problem, onRetry }: TroubleProps) {
  const { what, advice } = problemWords[problem.kind];
  return (
    <div className="trouble" role="alert">
      <p>
        <strong>{what}</strong> {advice} <span className="trouble-detail">{problem.message}</span>
      </p>
      <button type="button" className="quiet" onClick={onRetry}>
        {words.retry}
      </button>
    </div>
  );
}
