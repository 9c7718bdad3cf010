/** The WGSL of the backward pass: its kernels with the rule, the sizes and the parts that they stand on. */
import gradient from './kernels/gradient.wgsl?raw';
import keys from './kernels/gradient-keys.wgsl?raw';
import queries from './kernels/gradient-queries.wgsl?raw';
import rope from './kernels/gradient-rope.wgsl?raw';
import scores from './kernels/scores.wgsl?raw';
import shape from './kernels/shape.wgsl?raw';
import values from './kernels/values.wgsl?raw';
import vectorsF16 from './kernels/vectors-f16.wgsl?raw';
import vectorsF32 from './kernels/vectors-f32.wgsl?raw';
import type { Plan } from './plan.ts';
import type { Rule } from './rules.ts';
import type { Precision } from './types.ts';

export type GradientKernelName = 'queries' | 'keys' | 'rope';

/** Kernel → whole WGSL text, for layers of one rule, which has slopes, of one head size and precision. */
export function gradientCode(
  rule: Rule,
  headSize: number,
  { threads, lanes, rows }: Plan,
  precision: Precision = 'f32',
): Readonly<Record<GradientKernelName, string>> {
  const size = `const HEAD_SIZE = ${headSize}u;\n`;
  const tile = `const THREADS = ${threads}u;\nconst LANES = ${lanes}u;\nconst ROWS = ${rows}u;\n`;
  const vectors = precision === 'f16' ? vectorsF16 : vectorsF32;
  const ofTiles = [size, tile, shape, rule.code, vectors, scores, values, gradient];
  return {
    queries: [...ofTiles, queries].join('\n'),
    keys: [...ofTiles, keys].join('\n'),
    rope: [size, shape, rule.code, rope].join('\n'),
  };
}
