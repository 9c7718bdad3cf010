/** A run of four tokens through two layers of two heads, as a trace would give it. */
import type { Measured, MeasuredLayer } from '#metrics';

export const momentsOf = (values: readonly number[]) => {
  const count = values.length;
  const mean = values.reduce((a, b) => a + b, 0) / count;
  const sum = (power: number) => values.reduce((total, value) => total + (value - mean) ** power, 0);
  return { count, mean, m2: sum(2), m3: sum(3), m4: sum(4) };
};

const stateOf = (values: readonly number[]) => ({
  min: Math.min(...values),
  max: Math.max(...values),
  quartiles: [1, 2, 3] as const,
  ...momentsOf(values),
});

/** Four tokens, two heads: the first a sink on key 0, the second silent. */
export const layer: MeasuredLayer = {
  tokens: 4,
  columnMean: Float32Array.of(0.75, 0.125, 0.0625, 0.0625, 0, 0.0625, 0.25, 0),
  rowSumMean: Float32Array.of(1, 0.3125),
  rowSumMin: Float32Array.of(1, 0),
  zero: Uint32Array.of(0, 4),
  zero16: Uint32Array.of(1, 5),
  weightMax: Float32Array.of(1, 0.75),
  outputMax: Float32Array.of(2, 0.5),
  off: Float32Array.of(0, 1),
  rowsWithWeight: Uint32Array.of(4, 2),
  entropy: Float32Array.of(0.75, 0.25),
  distance: Float32Array.of(1.25, 0.5),
  previous: Float32Array.of(0.125, 0.25),
  self: Float32Array.of(0.5, 0),
};

export const measured: Measured = {
  model: 'toy',
  rule: 'softpick',
  text: 'a b c',
  heads: 2,
  ids: [0, 5, 7, 9],
  precision: 'f32',
  layers: [layer, { ...layer, off: Float32Array.of(0.75, 1) }],
  hidden: [stateOf([-1, 1]), stateOf([-2, 2]), stateOf([-900, 900]), stateOf([-3, 3])],
  losses: Float32Array.of(2, 4, 3),
  lastLogits: Float32Array.of(0, 3, 1, 3, -1, 2, 9, 8, 7, 6),
};
