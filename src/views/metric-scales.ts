/** What the metrics of heads are drawn against: one scale for all panes, so that they can be compared. */
import { max, min } from 'd3';
import { type HeadMetric, type HeadMetricId, headMetrics, type Report } from '#metrics';
import type { Answer } from '#state';

export interface MetricScale {
  /** The value of the last colour: what the metric can be at most, or else the largest of all heads. */
  readonly limit: number;
  /** The least and the largest value of all heads; both 0 where none has a value. */
  readonly least: number;
  readonly largest: number;
}

export interface Scales {
  readonly metrics: Readonly<Record<HeadMetricId, MetricScale>>;
  /** Largest absolute hidden value after any layer. */
  readonly hidden: number;
}

export function scalesOf(answers: readonly Answer[]): Scales {
  const reports = answers.map(({ report }) => report);
  const metrics = Object.fromEntries(headMetrics.map((metric) => [metric.id, scaleOf(metric, reports)]));
  return {
    metrics: metrics as Record<HeadMetricId, MetricScale>,
    hidden: max(reports.flatMap(hiddenByLayer)) ?? 0,
  };
}

function scaleOf(metric: HeadMetric, reports: readonly Report[]): MetricScale {
  const values = reports
    .flatMap((report) => valuesOf(metric, report).flat())
    .filter((value) => value !== null);
  const bounds = reports.map(metric.most).filter((most) => most !== null);
  const largest = max(values) ?? 0;
  return { limit: max(bounds) ?? (largest || 1), least: min(values) ?? 0, largest };
}

/** [layer][head] */
export function valuesOf(metric: HeadMetric, report: Report): readonly (readonly (number | null)[])[] {
  return report.flags.map((heads, layer) => heads.map((_, head) => metric.of(report, layer, head)));
}

/** [layer]: largest absolute value of the hidden state that the layer's block puts out. */
export function hiddenByLayer({ hid, flags }: Report): readonly number[] {
  return flags.map((_, layer) => Math.max(Math.abs(hid[layer + 1].min), Math.abs(hid[layer + 1].max)));
}
