/** The numbers of a pane, each with its definition and the published values, and the flags with their counts. */
import { memo } from 'react';
import { type Flag, flags, type Metric, metrics, type Report } from '#metrics';
import type { Words } from '#words';
import { flagCount, shortForSinks } from './facts.ts';
import { Hint } from './Hint.tsx';
import { useWords } from './use-words.ts';
import './flags.css';
import './numbers.css';

/** The flags below count the silent heads. */
const shown = metrics.filter(({ id }) => id !== 'silent');
const needsLength = (metric: Metric) => metric.id === 'sink02' || metric.id === 'sink03';

/** Before the first answer the names stand alone. */
export const Numbers = memo(function Numbers({ report }: { readonly report: Report | null }) {
  const words = useWords();
  return (
    <div className="numbers">
      <p className="numbers-length">{words.length(report?.T ?? null)}</p>
      <dl>
        {shown.map((metric) => (
          <div key={metric.id} className="number">
            <dt>
              <Hint says={explain(words, metric, report)}>{words.metrics[metric.id].title}</Hint>
            </dt>
            <dd>{report ? shownValue(words, metric, report) : '–'}</dd>
          </div>
        ))}
      </dl>
      <dl className="flag-legend">
        {flags.map((flag) => (
          <div key={flag} className="number">
            <dt>
              <i className="flag-mark" data-mark={flag} aria-hidden="true" />
              <Hint says={explainFlag(words, flag, report)}>{words.flags[flag].plural}</Hint>
            </dt>
            <dd>{report ? countOf(words, flag, report) : '–'}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
});

function shownValue(words: Words, metric: Metric, report: Report): string {
  if (needsLength(metric) && shortForSinks(report)) return words.tooShort;
  const value = metric.of(report);
  return value === null ? '–' : metric.format(value);
}

function countOf(words: Words, flag: Flag, report: Report): string {
  if (flag === 'sink' && shortForSinks(report)) return words.tooShort;
  return words.countOf(flagCount(report, flag), report.flags.flat().length);
}

function explain(words: Words, metric: Metric, report: Report | null): readonly string[] {
  const value = report && metric.of(report);
  return [
    words.metrics[metric.id].definition,
    words.unitAt(words.metrics[metric.id].unit, report?.T ?? null),
    ...(report && value !== null && metric.aside ? [words.here(metric.aside(words, value, report))] : []),
    ...published(words, metric, report),
  ];
}

function explainFlag(words: Words, flag: Flag, report: Report | null): readonly string[] {
  const metric = metrics.find(({ id }) => id === flag);
  return [words.flags[flag].definition, ...(metric ? published(words, metric, report) : [])];
}

function published(words: Words, metric: Metric, report: Report | null): readonly string[] {
  return report && metric.published ? [metric.published(words, report.T)] : [];
}
