/** What went wrong in a pane, what to do about it, and a way to try again. */
import type { PaneRun } from '#state';
import { useWords } from './use-words.ts';

interface TroubleProps {
  readonly problem: NonNullable<PaneRun['problem']>;
  onRetry(): void;
}

export function Trouble({ problem, onRetry }: TroubleProps) {
  const words = useWords();
  const { what, advice } = words.problems[problem.kind];
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
