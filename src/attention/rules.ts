/**
 * The table of rules: how a row of scores x becomes weights. All else iterates over it.
 *
 * Every rule has one form: weight_j = numerator(x_j, M) / (Σ denominator(x_i, M) + extra(M)), 0/0 read as 0,
 * where the peak M = max(peakFloor, max x) keeps every exponential at most 1.
 */
import softmaxCode from './rules/softmax.wgsl?raw';
import softpickCode from './rules/softpick.wgsl?raw';

export type RuleId = 'softmax' | 'softpick';

/** One standard ONNX node of the operator's function body; `''` inputs are not used. */
export interface BodyNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
}

/** A scalar f32 constant that a body names among its inputs. */
export interface BodyConstant {
  readonly name: string;
  readonly value: number;
}

export interface Rule {
  readonly id: RuleId;
  /** The op type of its node in the domain `ai.softpick`. */
  readonly operator: string;
  readonly title: string;
  /** For people, in plain text. */
  readonly formula: string;
  readonly origin: string;
  readonly rowSum: string;
  /** M starts here: 0 where the rule has a constant in it, else −∞. */
  readonly peakFloor: number;
  readonly numerator: (x: number, peak: number) => number;
  readonly denominator: (x: number, peak: number) => number;
  readonly extra: (peak: number) => number;
  /** WGSL: `PEAK_FLOOR`, `numerator(x, peak)`, `denominator(x, peak)`, `extra(peak)`. */
  readonly code: string;
  /** From `scores` [K, H/K, T, T] and the 0/1 `mask` [T, T] to `weights` (same shape as scores). */
  readonly body: readonly BodyNode[];
  readonly constants: readonly BodyConstant[];
}

/** ε of the paper's eq. 2, added after the shift by M. */
export const EPSILON = 1e-6;

/** |eˣ − 1| · e^(−M) without cancellation: both factors are at most 1. */
const expm1Shifted = (x: number, peak: number) => Math.exp(Math.max(x, 0) - peak) * -Math.expm1(-Math.abs(x));

const softmax: Rule = {
  id: 'softmax',
  operator: 'Softmax',
  title: 'softmax',
  formula: 'eˣⁱ / Σ eˣʲ',
  origin: 'Vaswani et al. 2017',
  rowSum: '1',
  peakFloor: Number.NEGATIVE_INFINITY,
  numerator: (x, peak) => Math.exp(x - peak),
  denominator: (x, peak) => Math.exp(x - peak),
  extra: () => 0,
  code: softmaxCode,
  constants: [{ name: 'masked', value: -1e30 }],
  body: [
    { op: 'Cast', inputs: ['mask'], outputs: ['allowed'], attributes: { to: 9 } },
    { op: 'Where', inputs: ['allowed', 'scores', 'masked'], outputs: ['x'] },
    { op: 'Softmax', inputs: ['x'], outputs: ['weights'], attributes: { axis: -1 } },
  ],
};

/** The body writes 1 − e^(−t) as 2u/(1 + u), u = tanh(t/2), which does not cancel; t is cut at 60, where u is 1. */
const softpick: Rule = {
  id: 'softpick',
  operator: 'Softpick',
  title: 'softpick',
  formula: 'max(eˣⁱ − 1, 0) / (Σ |eˣʲ − 1| + ε)',
  origin: 'Zuhri et al. 2025, eqs. 1–3',
  rowSum: 'from 0 to 1',
  peakFloor: 0,
  numerator: (x, peak) => (x > 0 ? expm1Shifted(x, peak) : 0),
  denominator: expm1Shifted,
  extra: () => EPSILON,
  code: softpickCode,
  constants: [
    { name: 'zero', value: 0 },
    { name: 'half', value: 0.5 },
    { name: 'one', value: 1 },
    { name: 'two', value: 2 },
    { name: 'most', value: 60 },
    { name: 'epsilon', value: EPSILON },
  ],
  body: [
    { op: 'Mul', inputs: ['scores', 'mask'], outputs: ['x'] },
    { op: 'Max', inputs: ['x', 'zero'], outputs: ['above'] },
    { op: 'ReduceMax', inputs: ['above', 'last_axis'], outputs: ['peak'], attributes: { keepdims: 1 } },
    { op: 'Sub', inputs: ['above', 'peak'], outputs: ['shifted'] },
    { op: 'Exp', inputs: ['shifted'], outputs: ['raised'] },
    { op: 'Abs', inputs: ['x'], outputs: ['size'] },
    { op: 'Min', inputs: ['size', 'most'], outputs: ['cut'] },
    { op: 'Mul', inputs: ['cut', 'half'], outputs: ['halved'] },
    { op: 'Tanh', inputs: ['halved'], outputs: ['u'] },
    { op: 'Mul', inputs: ['u', 'two'], outputs: ['twice'] },
    { op: 'Add', inputs: ['u', 'one'], outputs: ['beside'] },
    { op: 'Div', inputs: ['twice', 'beside'], outputs: ['fallen'] },
    { op: 'Mul', inputs: ['raised', 'fallen'], outputs: ['unmasked'] },
    { op: 'Mul', inputs: ['unmasked', 'mask'], outputs: ['each'] },
    { op: 'ReduceSum', inputs: ['each', 'last_axis'], outputs: ['sum'], attributes: { keepdims: 1 } },
    { op: 'Add', inputs: ['sum', 'epsilon'], outputs: ['total'] },
    { op: 'Greater', inputs: ['x', 'zero'], outputs: ['positive'] },
    { op: 'Where', inputs: ['positive', 'each', 'zero'], outputs: ['top'] },
    { op: 'Div', inputs: ['top', 'total'], outputs: ['weights'] },
  ],
};

export const rules: readonly Rule[] = [softmax, softpick];

/** The rule of that name; throws one that lists the known ones. */
export function ruleNamed(id: string): Rule {
  const found = rules.find((rule) => rule.id === id);
  if (!found)
    throw new Error(`attention: expected a rule (${rules.map((r) => r.id).join(', ')}), got "${id}"`);
  return found;
}
