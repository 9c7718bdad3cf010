/** What a run says in numbers: the metrics, each with its definition, the flags, and the report. */
export { type Evaluation, evaluation } from './evaluation.ts';
export { type Flag, flags, flagsOf, shortestForSinks, strongestKey } from './flags.ts';
export { type HeadMetric, type HeadMetricId, headMetricNamed, headMetrics } from './head-metrics.ts';
export { kurtosis } from './kurtosis.ts';
export { meanLoss, perplexity } from './loss.ts';
export type { HiddenStatistics, Measured, MeasuredLayer } from './measured.ts';
export { type Metric, metrics } from './metrics.ts';
export { type PublishedRule, publishedRules } from './published-rules.ts';
export { type Report, report } from './report.ts';
export { silentHeads } from './silent-heads.ts';
export { sinkRate } from './sink-rate.ts';
export { shareOf, sparsity } from './sparsity.ts';
export { measuresOf, type TextMeasures, type TextRecord } from './text-record.ts';
export { topOf } from './top.ts';
