/** The table of what is measured of each head: what the overview can be coloured, sorted and filtered by. */
import type { Words } from '#words';
import type { Report } from './report.ts';
import { shareOf } from './sparsity.ts';

export interface HeadMetric {
  /** Its title, unit and definition stand under this name in each language. */
  readonly id: keyof Words['headMetrics'];
  /** Null for a head of which it is not defined: one without any weight has no entropy. */
  readonly of: (report: Report, layer: number, head: number) => number | null;
  /** What the value can be at most; null where nothing but the heads themselves bounds it. */
  readonly most: (report: Report) => number | null;
}

export type HeadMetricId = HeadMetric['id'];

/** The rows of the report that are [layer][head]. */
type Plain = 'col0' | 'rowsum' | 'off' | 'outmax' | 'previous' | 'self';

const one = () => 1;
const plain = (key: Plain): HeadMetric['of'] => {
  return (report, layer, head) => report[key][layer][head];
};
/** Of the rows that have weight. */
const weighted = (key: 'entropy' | 'distance'): HeadMetric['of'] => {
  return (report, layer, head) => (report.weighted[layer][head] > 0 ? report[key][layer][head] : null);
};

export const headMetrics: readonly HeadMetric[] = [
  { id: 'first', of: plain('col0'), most: one },
  { id: 'strongest', of: ({ strongest }, layer, head) => strongest[layer][head].weight, most: one },
  { id: 'rowsum', of: plain('rowsum'), most: one },
  { id: 'zero', of: ({ zero, T }, layer, head) => shareOf(zero[layer][head], T), most: one },
  { id: 'zero16', of: ({ zero16, T }, layer, head) => shareOf(zero16[layer][head], T), most: one },
  { id: 'off', of: plain('off'), most: one },
  { id: 'outmax', of: plain('outmax'), most: () => null },
  { id: 'entropy', of: weighted('entropy'), most: ({ T }) => Math.log(T) },
  { id: 'distance', of: weighted('distance'), most: ({ T }) => T - 1 },
  { id: 'previous', of: plain('previous'), most: one },
  { id: 'self', of: plain('self'), most: one },
];

/** The metric of that name; names come from links, so that there may be none. */
export function headMetricNamed(id: string): HeadMetric | null {
  return headMetrics.find((metric) => metric.id === id) ?? null;
}
