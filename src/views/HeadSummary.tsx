/** One head's flags and numbers in two lines of fixed height: what it is, what it measures. */
import type { HeadFacts } from './facts.ts';
import { meanText, percentText } from './numbers.ts';
import { flagText, headLabel } from './say.ts';
import { useWords } from './use-words.ts';
import './head-summary.css';

interface HeadSummaryProps {
  readonly facts: HeadFacts;
  /** The line is not about the head it stands beside, so it begins with a name. */
  readonly other: boolean;
}

export function HeadSummary({ facts, other }: HeadSummaryProps) {
  const words = useWords();
  return (
    <span className="head-summary">
      <span className="head-flags">
        {other && <b>{headLabel(facts.layer, facts.head)}</b>}
        {facts.flags.map((flag) => (
          <span key={flag} className="head-flag">
            <i className="flag-mark" data-mark={flag} aria-hidden="true" />
            {flagText(words, flag, facts)}
          </span>
        ))}
      </span>
      <span className="head-numbers">
        <span>
          {words.meanWeight} <b>{meanText(words, facts.weight)}</b> {words.onToken(facts.key, facts.token)}
        </span>
        <span>
          {words.rowSum} <b>{meanText(words, facts.rowSum)}</b>
        </span>
        <span>
          {words.zeros} <b>{percentText(words, facts.zeros)}</b>
        </span>
      </span>
    </span>
  );
}
