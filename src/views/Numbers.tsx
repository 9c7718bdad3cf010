/** The numbers of a pane, each with its definition and the published values, and the flags with their counts. */
import { memo } from 'react';
import { type Flag, flagDefinitions, type Metric, metrics, type Report } from '#metrics';
import { flagCount, shortForSinks } from './facts.ts';
import { Hint } from './Hint.tsx';
import { flagWords, words } from './words.ts';
import './flags.css';
import './numbers.css';

const flags = Object.keys(flagWords) as readonly Flag[];
/** The flags below count the silent heads. */
const shown = metrics.filter(({ id }) => id !== 'silent');
const needsLength = (metric: Metric) => metric.id === 'sink02' || metric.id === 'sink03';

/** Before the first answer the names stand alone. */
export const Numbers = memo(function Numbers({ report }: { readonly report: Report | null }) {
  return (
    <div className="numbers">
      <p className="numbers-length">
        {report ? `T = ${report.T} ${report.T === 1 ? 'token' : 'tokens'}` : 'T = –'}
      </p>
      <dl>
        {shown.map((metric) => (
          <div key={metric.id} className="number">
            <dt>
              <Hint says={explain(metric, report)}>{metric.title}</Hint>
            </dt>
            <dd>{report ? shownValue(metric, report) : '–'}</dd>
          </div>
        ))}
      </dl>
      <dl className="flag-legend">
        {flags.map((flag) => (
          <div key={flag} className="number">
            <dt>
              <i className="flag-mark" data-mark={flag} aria-hidden="true" />
              <Hint says={explainFlag(flag, report)}>{flagWords[flag].plural}</Hint>
            </dt>
            <dd>{report ? countOf(flag, report) : '–'}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
});

function shownValue(metric: Metric, report: Report): string {
  if (needsLength(metric) && shortForSinks(report)) return words.tooShort;
  const value = metric.of(report);
  return value === null ? '–' : metric.format(value);
}

function countOf(flag: Flag, report: Report): string {
  if (flag === 'sink' && shortForSinks(report)) return words.tooShort;
  return `${flagCount(report, flag)} of ${report.flags.flat().length}`;
}

function explain(metric: Metric, report: Report | null): readonly string[] {
  const value = report && metric.of(report);
  return [
    metric.definition,
    ...(report && value !== null && metric.aside ? [`Here: ${metric.aside(value, report)}.`] : []),
    ...published(metric, report),
  ];
}

function explainFlag(flag: Flag, report: Report | null): readonly string[] {
  const metric = metrics.find(({ id }) => id === flag);
  return [flagDefinitions[flag], ...(metric ? published(metric, report) : [])];
}

function published(metric: Metric, report: Report | null): readonly string[] {
  return report && metric.published ? [`The authors’ models: ${metric.published(report.T)}.`] : [];
}
