/** One of the metrics of heads, or something else that stands before them in the menu. */
import { type HeadMetricId, headMetricNamed, headMetrics } from '#metrics';
import { Hint } from './Hint.tsx';
import { useWords } from './use-words.ts';

interface MetricSelectProps {
  readonly label: string;
  /** Null is the other choice. */
  readonly value: HeadMetricId | null;
  /** The other choice in words; null where there is none. */
  readonly other: string | null;
  onChoose(id: HeadMetricId | null): void;
}

export function MetricSelect({ label, value, other, onChoose }: MetricSelectProps) {
  const words = useWords();
  return (
    <>
      <select
        className="quiet"
        aria-label={label}
        value={value ?? ''}
        onChange={(event) => onChoose(headMetricNamed(event.currentTarget.value)?.id ?? null)}
      >
        {other !== null && <option value="">{other}</option>}
        {headMetrics.map(({ id }) => (
          <option key={id} value={id} title={words.headMetrics[id].definition}>
            {words.headMetrics[id].title}
          </option>
        ))}
      </select>
      {value && <MetricHint id={value} />}
    </>
  );
}

/** The definition of the metric that is chosen. */
function MetricHint({ id }: { readonly id: HeadMetricId }) {
  const words = useWords();
  const { title, definition, unit } = words.headMetrics[id];
  return (
    <Hint says={[definition, words.unit(unit)]}>
      <span aria-hidden="true">?</span>
      <span className="unseen">{words.definition(title)}</span>
    </Hint>
  );
}
