/** softpick: scores at or below 0 get nothing, yet count in the denominator. */
import { EPSILON, expm1Code, expm1Constants, expm1Shifted, softpickBody } from './expm1.ts';
import { type RuleRow, unscaled } from './row.ts';
import code from './softpick.wgsl?raw';

export const softpick: RuleRow<'softpick'> = {
  id: 'softpick',
  operator: 'Softpick',
  title: 'softpick',
  formula: 'max(eˣⁱ − 1, 0) / (Σ |eˣʲ − 1| + ε)',
  origin: 'Zuhri et al. 2025, eqs. 1–3',
  rowSum: 'from 0 to 1',
  implementations: ['parallel_softpick_attn', 'naive_softpick_attn'],
  parameter: null,
  queryScale: unscaled,
  peakFloor: () => 0,
  numerator: (x, peak) => (x > 0 ? expm1Shifted(x, peak) : 0),
  denominator: expm1Shifted,
  extra: () => EPSILON,
  slopes: {
    numerator: (x, peak) => (x > 0 ? Math.exp(x - peak) : 0),
    denominator: (x, peak) => (x < 0 ? -Math.exp(x - peak) : Math.exp(x - peak)),
  },
  code: `${expm1Code}\n${code}`,
  constants: expm1Constants,
  body: softpickBody('scores'),
};
