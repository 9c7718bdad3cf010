/** The head of a table's column: a metric's title and unit, its definition on hover. */
import type { SeriesId } from './layer-series.ts';
import { useWords } from './use-words.ts';

export function MetricColumn({ id }: { readonly id: SeriesId }) {
  const words = useWords();
  const { title, unit, definition } = id === 'hidden' ? words.hidden : words.headMetrics[id];
  return (
    <th scope="col" title={definition}>
      {title} <small>{unit}</small>
    </th>
  );
}
