/** The WGSL that runs: each kernel with the rule, the sizes and the parts that it stands on. */
import colour from './kernels/colour.wgsl?raw';
import forward from './kernels/forward.wgsl?raw';
import gradient from './kernels/gradient.wgsl?raw';
import gradientKeys from './kernels/gradient-keys.wgsl?raw';
import gradientQueries from './kernels/gradient-queries.wgsl?raw';
import gradientRope from './kernels/gradient-rope.wgsl?raw';
import part from './kernels/part.wgsl?raw';
import picture from './kernels/picture.wgsl?raw';
import reduce from './kernels/reduce.wgsl?raw';
import rope from './kernels/rope.wgsl?raw';
import row from './kernels/row.wgsl?raw';
import running from './kernels/running.wgsl?raw';
import scores from './kernels/scores.wgsl?raw';
import shape from './kernels/shape.wgsl?raw';
import survey from './kernels/survey.wgsl?raw';
import values from './kernels/values.wgsl?raw';
import weight from './kernels/weight.wgsl?raw';
import type { Plan } from './plan.ts';
import type { Rule } from './rules.ts';

/** `parameter_of(head)`: s from a binding [H], or 0 where the rule has none and nothing is bound. */
const parameterCode = ({ parameter }: Rule, binding: number) =>
  parameter
    ? `@group(0) @binding(${binding}) var<storage, read> parameters: array<f32>;   // [H]
fn parameter_of(head: u32) -> f32 {
  return parameters[head];
}
`
    : `fn parameter_of(head: u32) -> f32 {
  return 0.0;
}
`;

export type KernelName = 'rope' | 'forward' | 'survey' | 'reduce' | 'picture' | 'row';

/** Kernel → whole WGSL text, for layers of one rule and head size. */
export function kernelCode(rule: Rule, headSize: number, plan: Plan): Readonly<Record<KernelName, string>> {
  const size = `const HEAD_SIZE = ${headSize}u;\n`;
  const tile = `const THREADS = ${plan.threads}u;\nconst LANES = ${plan.lanes}u;\nconst ROWS = ${plan.rows}u;\n`;
  const text = (...parts: readonly string[]) => parts.join('\n');
  const ofRule = [rule.code, weight];
  return {
    rope: text(size, shape, rule.code, parameterCode(rule, 6), rope),
    forward: text(size, tile, shape, rule.code, parameterCode(rule, 8), scores, values, running, forward),
    survey: text(size, tile, shape, ...ofRule, scores, part, survey),
    reduce: text(shape, part, reduce),
    picture: text(size, tile, shape, ...ofRule, scores, colour, picture),
    row: text(size, shape, ...ofRule, row),
  };
}

export type GradientKernelName = 'queries' | 'keys' | 'rope';

/** The kernels of the backward pass likewise; the rule's heads have no parameter. */
export function gradientCode(
  rule: Rule,
  headSize: number,
  { threads, lanes, rows }: Plan,
): Readonly<Record<GradientKernelName, string>> {
  const size = `const HEAD_SIZE = ${headSize}u;\n`;
  const tile = `const THREADS = ${threads}u;\nconst LANES = ${lanes}u;\nconst ROWS = ${rows}u;\n`;
  const tiled = [size, tile, shape, rule.code, scores, values, gradient];
  return {
    queries: [...tiled, gradientQueries].join('\n'),
    keys: [...tiled, gradientKeys].join('\n'),
    rope: [size, shape, rule.code, gradientRope].join('\n'),
  };
}
