/** softmax. */
import { type RuleRow, unscaled } from './row.ts';
import code from './softmax.wgsl?raw';
import { MASKED, maskedScores } from './softmax-body.ts';

const exponential = (x: number, peak: number) => Math.exp(x - peak);

export const softmax: RuleRow<'softmax'> = {
  id: 'softmax',
  operator: 'Softmax',
  title: 'softmax',
  formula: 'eˣⁱ / Σ eˣʲ',
  origin: 'Vaswani et al. 2017',
  rowSum: '1',
  implementations: ['parallel_attn', 'flash_attn', 'naive_attn'],
  parameter: null,
  queryScale: unscaled,
  peakFloor: () => Number.NEGATIVE_INFINITY,
  numerator: exponential,
  denominator: exponential,
  extra: () => 0,
  slopes: { numerator: exponential, denominator: exponential },
  code,
  constants: [MASKED],
  body: [...maskedScores, { op: 'Softmax', inputs: ['x'], outputs: ['weights'], attributes: { axis: -1 } }],
};
