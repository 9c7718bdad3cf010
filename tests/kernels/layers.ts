/** Layers for tests of the operator: random ones, and ones whose scores are given. */
import { type KeptLayer, type LayerInput, type LayerShape, type RuleId, ruleNamed } from '#attention';

/** The same numbers from the same seed, even over 0 ≤ x < 1 (mulberry32 by Tommy Ettinger, public domain). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Cosines and sines of the usual frequencies, base 10000: [P, D/2]. */
function tables(positions: number, headSize: number) {
  const half = headSize / 2;
  const angle = (_: unknown, at: number) => Math.floor(at / half) / 10000 ** ((at % half) / half);
  const angles = Float64Array.from({ length: positions * half }, angle);
  return { cos: Float32Array.from(angles, Math.cos), sin: Float32Array.from(angles, Math.sin) };
}

/** q, k, v all normal, times `spread`: scores have a standard deviation of about spread². Parameters as if learnt. */
export function randomLayer(
  rule: RuleId,
  shape: LayerShape,
  seed: number,
  spread = 1.5,
): LayerInput<Float32Array> {
  const { tokens, heads, keyHeads, headSize } = shape;
  const random = randomFrom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const qkv = Float32Array.from(
    { length: tokens * (heads + 2 * keyHeads) * headSize },
    () => spread * normal(),
  );
  const { parameter } = ruleNamed(rule);
  const own = parameter && {
    parameter: Float32Array.from({ length: heads }, () => parameter.mean + parameter.deviation * normal()),
  };
  return { shape, rule, qkv, ...tables(tokens, headSize), ...own };
}

/**
 * One head in which key j scores `scores[j]` with every query, to the bit, before the rule's query scale:
 * no rotation, q = √D in channel 0, k = score there. The value of key j is 1 in channel j mod D and 0.5 in the next.
 * `s` is the head's parameter, if the rule has one.
 */
export function layerWithScores(rule: RuleId, scores: readonly number[], s = 0): LayerInput<Float32Array> {
  const headSize = 16;
  const tokens = scores.length;
  const qkv = new Float32Array(tokens * 3 * headSize);
  for (const [token, score] of scores.entries()) {
    const [q, k, v] = [0, 1, 2].map((part) => (token * 3 + part) * headSize);
    qkv[q] = Math.sqrt(headSize);
    qkv[k] = score;
    qkv[v + (token % headSize)] = 1;
    qkv[v + ((token + 1) % headSize)] += 0.5;
  }
  const half = (tokens * headSize) / 2;
  return {
    shape: { tokens, heads: 1, keyHeads: 1, headSize },
    rule,
    qkv,
    cos: new Float32Array(half).fill(1),
    sin: new Float32Array(half),
    ...(ruleNamed(rule).parameter && { parameter: Float32Array.of(s) }),
  };
}

/** Parameters to try a rule with: for a sink below all special scores, among them and above them. */
const parameters: Readonly<Record<RuleId, readonly number[]>> = {
  softmax: [0],
  softpick: [0],
  rectified: [0],
  'relu-softpick': [0],
  'scaled-softpick': [0.3, -0.1],
  'softmax-plus-one': [0],
  'softmax-sink': [-2e4, 1, 2e4],
};

/** Every rule with every parameter to try it with. */
export const cases = Object.entries(parameters).flatMap(([id, values]) =>
  values.map((s) => [id as RuleId, s] as const),
);

/** The f32 scores of a layer with given scores, from its query after the query scale: [query + 1]. */
export function scoresOf(
  query: number,
  scores: readonly number[],
  { shape: { headSize }, q }: Pick<KeptLayer<Float32Array>, 'shape' | 'q'>,
): Float32Array {
  const scaled = q[query * headSize] / Math.sqrt(headSize);
  return Float32Array.from(scores.slice(0, query + 1), (score) => Math.fround(score) * scaled);
}

const fill = (count: number, score: number) => Array<number>(count).fill(score);

/** Rows that have gone wrong somewhere. */
export const specialScores: Readonly<Record<string, readonly number[]>> = {
  'far below 0': fill(70, -200),
  'all equal and positive': fill(70, 3),
  'all exactly 0': fill(70, 0),
  'one key': [2.5],
  '±10⁴': Array.from({ length: 70 }, (_, j) => (j % 3 === 0 ? -1e4 : j % 3 === 1 ? 1e4 : 0)),
  'rising to 10⁴': Array.from({ length: 70 }, (_, j) => 10 ** (j / 17.25)),
  'falling from 10⁴': Array.from({ length: 70 }, (_, j) => 10 ** ((69 - j) / 17.25)),
  'an early block below −85, then a positive score': [...fill(64, -100), 2, ...fill(5, -90)],
  'close to 0': Array.from({ length: 70 }, (_, j) => (j % 2 ? 1 : -1) * 10 ** (-j / 10)),
  'around the end of the series': Array.from({ length: 70 }, (_, j) => 0.15 + j / 350),
  'through the underflow': Array.from({ length: 70 }, (_, j) => 60 - 2 * j),
};
