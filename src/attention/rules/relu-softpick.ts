/** relu-softpick: softpick whose scores below 0 do not count in the denominator either. */
import { EPSILON, expm1Body, expm1Code, expm1Constants, expm1Shifted } from './expm1.ts';
import code from './relu-softpick.wgsl?raw';
import { type RuleRow, unscaled } from './row.ts';

const positive = (x: number, peak: number) => (x > 0 ? expm1Shifted(x, peak) : 0);
const slope = (x: number, peak: number) => (x > 0 ? Math.exp(x - peak) : 0);

export const reluSoftpick: RuleRow<'relu-softpick'> = {
  id: 'relu-softpick',
  operator: 'ReluSoftpick',
  title: 'ReLU softpick',
  formula: 'max(eˣⁱ − 1, 0) / (Σ max(eˣʲ − 1, 0) + ε)',
  origin: 'Zuhri et al. 2025, eq. 5',
  rowSum: 'about 1, or 0',
  implementations: ['parallel_relu_softpick_1_attn', 'naive_relu_softpick_1_attn'],
  parameter: null,
  queryScale: unscaled,
  peakFloor: () => 0,
  numerator: positive,
  denominator: positive,
  extra: () => EPSILON,
  slopes: { numerator: slope, denominator: slope },
  code: `${expm1Code}\n${code}`,
  constants: expm1Constants,
  body: [
    ...expm1Body('scores'),
    { op: 'Greater', inputs: ['x', 'zero'], outputs: ['positive'] },
    { op: 'Where', inputs: ['positive', 'each', 'zero'], outputs: ['top'] },
    { op: 'ReduceSum', inputs: ['top', 'last_axis'], outputs: ['sum'], attributes: { keepdims: 1 } },
    { op: 'Add', inputs: ['sum', 'epsilon'], outputs: ['total'] },
    { op: 'Div', inputs: ['top', 'total'], outputs: ['weights'] },
  ],
};
