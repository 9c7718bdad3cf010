/** What the softpick family shares: |eˣ − 1| · e^(−M) in f64, WGSL and ONNX, and its ε. */
import code from './expm1.wgsl?raw';
import type { BodyConstant, BodyNode } from './row.ts';

/** ε of the paper's eq. 2, added after the shift by M. */
export const EPSILON = 1e-6;

/** Without cancellation: both factors are at most 1. */
export const expm1Shifted = (x: number, peak: number) =>
  Math.exp(Math.max(x, 0) - peak) * -Math.expm1(-Math.abs(x));

/** WGSL: `EPSILON`, `expm1_shifted(x, peak)`. */
export const expm1Code = code;

export const expm1Constants: readonly BodyConstant[] = [
  { name: 'zero', value: 0 },
  { name: 'half', value: 0.5 },
  { name: 'one', value: 1 },
  { name: 'two', value: 2 },
  { name: 'most', value: 60 },
  { name: 'epsilon', value: EPSILON },
];

/**
 * From the value `scores` to `x` and `each`, which is |eˣ − 1| · e^(−M), both 0 where masked.
 * 1 − e^(−t) is written as 2u/(1 + u), u = tanh(t/2), which does not cancel; t is cut at 60, where u is 1.
 */
export const expm1Body = (scores: string): readonly BodyNode[] => [
  { op: 'Mul', inputs: [scores, 'mask'], outputs: ['x'] },
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
];

/** From `scores` to the weights of softpick. */
export const softpickBody = (scores: string): readonly BodyNode[] => [
  ...expm1Body(scores),
  { op: 'ReduceSum', inputs: ['each', 'last_axis'], outputs: ['sum'], attributes: { keepdims: 1 } },
  { op: 'Add', inputs: ['sum', 'epsilon'], outputs: ['total'] },
  { op: 'Greater', inputs: ['x', 'zero'], outputs: ['positive'] },
  { op: 'Where', inputs: ['positive', 'each', 'zero'], outputs: ['top'] },
  { op: 'Div', inputs: ['top', 'total'], outputs: ['weights'] },
];
