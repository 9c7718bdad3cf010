/** Head metrics and hidden values against the layer: what the small charts and the table behind them show. */
import { extent, mean } from 'd3';
import { type HeadMetricId, headMetrics, type Report } from '#metrics';
import { hiddenByLayer, type Scales, valuesOf } from './metric-scales.ts';

export type SeriesId = HeadMetricId | 'hidden';

export interface Series {
  readonly id: SeriesId;
  /** [layer][head]; a hidden value is one of its layer. */
  readonly values: readonly (readonly (number | null)[])[];
  /** [layer]; null where no head has a value. */
  readonly means: readonly (number | null)[];
}

export const seriesIds: readonly SeriesId[] = [...headMetrics.map(({ id }) => id), 'hidden'];

export function seriesOf(report: Report): readonly Series[] {
  const all = [
    ...headMetrics.map((metric) => ({ id: metric.id, values: valuesOf(metric, report) })),
    { id: 'hidden' as const, values: hiddenByLayer(report).map((value) => [value]) },
  ];
  return all.map(({ id, values }) => ({
    id,
    values,
    means: values.map((heads) => mean(heads) ?? null),
  }));
}

/** The top of a chart: the largest value in any pane, so that the panes can be compared. */
export function topOf(scales: Scales, id: SeriesId): number {
  return (id === 'hidden' ? scales.hidden : scales.metrics[id].largest) || 1;
}

/** The least and the largest value of a layer's heads; null where none has a value. */
export function spreadOf({ values }: Series, layer: number): readonly [number, number] | null {
  const [least, largest] = extent(values[layer].filter((value) => value !== null));
  return least === undefined || largest === undefined ? null : [least, largest];
}
