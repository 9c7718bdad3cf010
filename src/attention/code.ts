/** The WGSL that runs: each kernel with the rule, the sizes and the parts that it stands on. */
import cell from './kernels/cell.wgsl?raw';
import cells from './kernels/cells.wgsl?raw';
import colour from './kernels/colour.wgsl?raw';
import column from './kernels/column.wgsl?raw';
import difference from './kernels/difference.wgsl?raw';
import finish from './kernels/finish.wgsl?raw';
import forward from './kernels/forward.wgsl?raw';
import part from './kernels/part.wgsl?raw';
import picture from './kernels/picture.wgsl?raw';
import pixels from './kernels/pixels.wgsl?raw';
import place from './kernels/place.wgsl?raw';
import queries from './kernels/queries.wgsl?raw';
import rectangle from './kernels/rectangle.wgsl?raw';
import reduce from './kernels/reduce.wgsl?raw';
import rope from './kernels/rope.wgsl?raw';
import rotatedF16 from './kernels/rotated-f16.wgsl?raw';
import rotatedF32 from './kernels/rotated-f32.wgsl?raw';
import row from './kernels/row.wgsl?raw';
import running from './kernels/running.wgsl?raw';
import scores from './kernels/scores.wgsl?raw';
import shape from './kernels/shape.wgsl?raw';
import survey from './kernels/survey.wgsl?raw';
import tally from './kernels/tally.wgsl?raw';
import values from './kernels/values.wgsl?raw';
import vectorsF16 from './kernels/vectors-f16.wgsl?raw';
import vectorsF32 from './kernels/vectors-f32.wgsl?raw';
import weight from './kernels/weight.wgsl?raw';
import weights from './kernels/weights.wgsl?raw';
import type { Plan } from './plan.ts';
import type { Rule } from './rules.ts';
import type { Precision } from './types.ts';

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

const text = (...parts: readonly string[]) => parts.join('\n');
const sizeCode = (headSize: number) => `const HEAD_SIZE = ${headSize}u;\n`;

/** What computes one weight at a time stands on. */
const cellParts = (rule: Rule, headSize: number, precision: Precision) => {
  const vectors = precision === 'f16' ? vectorsF16 : vectorsF32;
  return [sizeCode(headSize), shape, rule.code, weight, vectors, cell];
};

/** Of layers of one rule, head size and precision. */
export function rectangleCode(rule: Rule, headSize: number, precision: Precision): string {
  return text(...cellParts(rule, headSize, precision), rectangle);
}

/** Of layers of any kind. */
export const differenceCode = text(place, difference);

export type KernelName = 'rope' | 'forward' | 'survey' | 'reduce' | 'picture' | 'row' | 'column';

/** Kernel → whole WGSL text, for layers of one rule, head size and precision. */
export function kernelCode(
  rule: Rule,
  headSize: number,
  plan: Plan,
  precision: Precision = 'f32',
): Readonly<Record<KernelName, string>> {
  const [rotated, vectors] = precision === 'f16' ? [rotatedF16, vectorsF16] : [rotatedF32, vectorsF32];
  const size = sizeCode(headSize);
  const tile = `const THREADS = ${plan.threads}u;\nconst LANES = ${plan.lanes}u;\nconst ROWS = ${plan.rows}u;\n`;
  const ofCells = [shape, rule.code, weight, weights, vectors, scores, queries];
  const ofLine = cellParts(rule, headSize, precision);
  return {
    rope: text(size, shape, rule.code, parameterCode(rule, 6), rotated, rope),
    forward: text(
      size,
      tile,
      shape,
      rule.code,
      parameterCode(rule, 8),
      vectors,
      scores,
      values,
      running,
      tally,
      finish,
      forward,
    ),
    survey: text(size, tile, ...ofCells, part, cells, survey),
    reduce: text('const THREADS = 64u;\n', shape, part, reduce),
    picture: text(size, tile, ...ofCells, place, colour, pixels, picture),
    row: text(...ofLine, row),
    column: text(...ofLine, column),
  };
}
