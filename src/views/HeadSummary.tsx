/** One head's flags and numbers in two lines of fixed height: what it is, what it measures. */
import type { HeadFacts } from './facts.ts';
import { meanText, percentText } from './numbers.ts';
import { flagText, headLabel } from './words.ts';
import './head-summary.css';

interface HeadSummaryProps {
  readonly facts: HeadFacts;
  /** The line is not about the head it stands beside, so it begins with a name. */
  readonly other: boolean;
}

export function HeadSummary({ facts, other }: HeadSummaryProps) {
  return (
    <span className="head-summary">
      <span className="head-flags">
        {other && <b>{headLabel(facts.layer, facts.head)}</b>}
        {facts.flags.map((flag) => (
          <span key={flag} className="head-flag">
            <i className="flag-mark" data-mark={flag} aria-hidden="true" />
            {flagText(flag, facts)}
          </span>
        ))}
      </span>
      <span className="head-numbers">
        <span>
          mean weight <b>{meanText(facts.weight)}</b> on token {facts.key} ‘{facts.token}’
        </span>
        <span>
          row sum <b>{meanText(facts.rowSum)}</b>
        </span>
        <span>
          zeros <b>{percentText(facts.zeros)}</b>
        </span>
      </span>
    </span>
  );
}
