/** softmax-sink: softmax beside a score that each head has learnt, not divided by √D. */
import { type RuleRow, unscaled } from './row.ts';
import { MASKED, softmaxBeside } from './softmax-body.ts';
import code from './softmax-sink.wgsl?raw';

const exponential = (x: number, peak: number) => Math.exp(x - peak);

export const softmaxSink: RuleRow<'softmax-sink'> = {
  id: 'softmax-sink',
  operator: 'SoftmaxSink',
  title: 'softmax with a learnt sink',
  formula: 'eˣⁱ / (eˢʰ + Σ eˣʲ), s of head h',
  origin: 'GPT-OSS, OpenAI 2025',
  rowSum: 'below 1',
  implementations: ['gpt_oss_flex_attention_sink', 'gpt_oss_naive_sink'],
  parameter: { tensor: 'attn.sinks', shape: (heads) => [heads], mean: 0, deviation: 1 },
  queryScale: unscaled,
  peakFloor: (s) => s,
  numerator: exponential,
  denominator: exponential,
  extra: (peak, s) => Math.exp(s - peak),
  slopes: null,
  code,
  constants: [MASKED],
  body: softmaxBeside('parameter'),
};
