/** Layers in f64 throughout, and derivatives by finite differences of a number that their outputs add up to. */
import { type LayerShape, type Rule, type RuleId, rotate, ruleNamed } from '#attention';
import { randomFrom, randomLayer } from '../kernels/layers.ts';

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, each, i) => sum + each * b[i], 0);

/** M and ℓ of a row, from the table. */
export function keptRow(rule: Rule, x: readonly number[]) {
  const peak = Math.max(rule.peakFloor(0), ...x);
  const total = x.reduce((sum, each) => sum + rule.denominator(each, peak), rule.extra(peak, 0));
  return { peak, total };
}

/** The step h of the differences. */
const STEP = 1e-4;

/** f′(0), to the fourth order: off by h⁴/30 of the fifth derivative. */
export function slopeOf(f: (move: number) => number): number {
  return (8 * (f(STEP) - f(-STEP)) - (f(2 * STEP) - f(-2 * STEP))) / (12 * STEP);
}

/** [H, T, D], [K, T, D] and [K, T, D]. */
interface Vectors {
  readonly q: Float64Array;
  readonly k: Float64Array;
  readonly v: Float64Array;
}

/** A random layer: qkv, its tables, and a gradient of its outputs. */
export function layerOf(rule: RuleId, shape: LayerShape, seed: number) {
  const { qkv, cos, sin } = randomLayer(rule, shape, seed, 1.2);
  const { tokens, heads, headSize } = shape;
  const random = randomFrom(seed + 1);
  const output = Float64Array.from({ length: tokens * heads * headSize }, () => 2 * random() - 1);
  return { rule, shape, qkv: Float64Array.from(qkv), cos, sin, output };
}

type Layer = ReturnType<typeof layerOf>;

/** q and k after RoPE, and v, out of qkv. */
export function turned({ shape, cos, sin }: Layer, qkv: Float64Array): Vectors {
  const { tokens, heads, keyHeads, headSize } = shape;
  const part = (first: number, count: number, turn: boolean) => {
    const into = new Float64Array(count * tokens * headSize);
    for (let head = 0; head < count; head++)
      for (let token = 0; token < tokens; token++) {
        const from = (token * (heads + 2 * keyHeads) + first + head) * headSize;
        const vector = qkv.subarray(from, from + headSize);
        const own = into.subarray((head * tokens + token) * headSize, (head * tokens + token + 1) * headSize);
        const angles = [cos, sin].map((table) => table.subarray((token * headSize) / 2));
        if (turn) rotate(vector, angles[0], angles[1], own);
        else own.set(vector);
      }
    return into;
  };
  return {
    q: part(0, heads, true),
    k: part(heads, keyHeads, true),
    v: part(heads + keyHeads, keyHeads, false),
  };
}

const at = (numbers: Float64Array, i: number, size: number) => numbers.subarray(i * size, (i + 1) * size);

/** The scores of every row, [H · T] of [query + 1]. */
export function scoresOf(
  { shape: { tokens, heads, keyHeads, headSize } }: Layer,
  { q, k }: Vectors,
): number[][] {
  return Array.from({ length: heads * tokens }, (_, row) => {
    const keyHead = Math.floor(Math.floor(row / tokens) / (heads / keyHeads));
    return Array.from(
      { length: (row % tokens) + 1 },
      (_, key) => dot(at(q, row, headSize), at(k, keyHead * tokens + key, headSize)) / Math.sqrt(headSize),
    );
  });
}

/** What the gradient is of: Σ output · given, each row under the peak that it is told. */
export function worth(layer: Layer, vectors: Vectors, peaks: readonly number[]): number {
  const { tokens, heads, keyHeads, headSize } = layer.shape;
  const rule = ruleNamed(layer.rule);
  let sum = 0;
  for (const [row, x] of scoresOf(layer, vectors).entries()) {
    const [head, query] = [Math.floor(row / tokens), row % tokens];
    const keyHead = Math.floor(head / (heads / keyHeads));
    const peak = peaks[row];
    const total = x.reduce((all, each) => all + rule.denominator(each, peak), rule.extra(peak, 0));
    for (const [key, each] of x.entries())
      if (total > 0)
        sum +=
          (rule.numerator(each, peak) / total) *
          dot(
            at(vectors.v, keyHead * tokens + key, headSize),
            at(layer.output, query * heads + head, headSize),
          );
  }
  return sum;
}

/** Largest |got[i] − f′ as number i moves|. */
export function largestGap(
  numbers: Float64Array,
  got: Float32Array | Float64Array,
  f: (moved: Float64Array) => number,
): number {
  let gap = got.length === numbers.length ? 0 : Number.NaN;
  for (let i = 0; i < numbers.length; i++) {
    const slope = slopeOf((move) => {
      const moved = numbers.slice();
      moved[i] += move;
      return f(moved);
    });
    gap = Math.max(gap, Math.abs(got[i] - slope));
  }
  return gap;
}
