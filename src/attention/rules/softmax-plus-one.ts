/** softmax-plus-one: softmax beside a constant score of 0. */
import { type RuleRow, unscaled } from './row.ts';
import { MASKED, softmaxBeside } from './softmax-body.ts';
import code from './softmax-plus-one.wgsl?raw';

const exponential = (x: number, peak: number) => Math.exp(x - peak);

export const softmaxPlusOne: RuleRow<'softmax-plus-one'> = {
  id: 'softmax-plus-one',
  operator: 'SoftmaxPlusOne',
  title: 'softmax plus one',
  formula: 'eˣⁱ / (1 + Σ eˣʲ)',
  origin: 'Miller 2023',
  rowSum: 'below 1',
  implementations: ['parallel_softmax_plus_one_attn', 'naive_softmax_plus_one_attn'],
  parameter: null,
  queryScale: unscaled,
  peakFloor: () => 0,
  numerator: exponential,
  denominator: exponential,
  extra: (peak) => Math.exp(-peak),
  slopes: { numerator: exponential, denominator: exponential },
  code,
  constants: [MASKED, { name: 'zero', value: 0 }],
  body: softmaxBeside('zero'),
};
