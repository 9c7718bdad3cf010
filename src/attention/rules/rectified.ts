/** rectified: softmax over the keys with scores at or above 0; a row without one is all zero. */
import code from './rectified.wgsl?raw';
import { type RuleRow, unscaled } from './row.ts';
import { MASKED } from './softmax-body.ts';

const exponential = (x: number, peak: number) => (x >= 0 ? Math.exp(x - peak) : 0);

/** In the body, a row that is not empty adds up to 1 at least, so that max(sum, 1) changes the empty one alone. */
export const rectified: RuleRow<'rectified'> = {
  id: 'rectified',
  operator: 'Rectified',
  title: 'rectified softmax',
  formula: 'eˣⁱ / Σ eˣʲ over x ≥ 0, else 0',
  origin: 'Zuhri et al. 2025, appendix C',
  rowSum: '1 or 0',
  implementations: ['parallel_rectified_attn', 'naive_rectified_attn'],
  parameter: null,
  queryScale: unscaled,
  peakFloor: () => 0,
  numerator: exponential,
  denominator: exponential,
  extra: () => 0,
  slopes: { numerator: exponential, denominator: exponential },
  code,
  constants: [MASKED, { name: 'zero', value: 0 }, { name: 'one', value: 1 }],
  body: [
    { op: 'Cast', inputs: ['mask'], outputs: ['seen'], attributes: { to: 9 } },
    { op: 'GreaterOrEqual', inputs: ['scores', 'zero'], outputs: ['reached'] },
    { op: 'And', inputs: ['seen', 'reached'], outputs: ['allowed'] },
    { op: 'Where', inputs: ['allowed', 'scores', 'masked'], outputs: ['x'] },
    { op: 'ReduceMax', inputs: ['x', 'last_axis'], outputs: ['highest'], attributes: { keepdims: 1 } },
    { op: 'Max', inputs: ['highest', 'zero'], outputs: ['peak'] },
    { op: 'Sub', inputs: ['x', 'peak'], outputs: ['shifted'] },
    { op: 'Exp', inputs: ['shifted'], outputs: ['each'] },
    { op: 'ReduceSum', inputs: ['each', 'last_axis'], outputs: ['sum'], attributes: { keepdims: 1 } },
    { op: 'Max', inputs: ['sum', 'one'], outputs: ['total'] },
    { op: 'Div', inputs: ['each', 'total'], outputs: ['weights'] },
  ],
};
