/** Rows of weights from what a layer kept, without WebGPU. */
import { scoreRow } from './reference.ts';
import { ruleNamed } from './rules.ts';
import { scaleOf } from './shape.ts';
import type { KeptLayer } from './types.ts';

/** Devices may flush what is below the least normal f32 to 0, so that everywhere it is read as 0. */
export const LEAST_NORMAL = 2 ** -126;

/** Writes the weights of one query with keys 0..query into the front of `into`, in f32. */
export type WeightReader = (head: number, query: number, into: Float32Array) => void;

export function weightReader({ shape, rule, q, k, rows }: KeptLayer<Float32Array>): WeightReader {
  const { tokens, heads, keyHeads, headSize } = shape;
  const { numerator } = ruleNamed(rule);
  const scores = new Float64Array(tokens);
  const perHead = tokens * headSize;
  return (head, query, into) => {
    const row = head * tokens + query;
    const keyHead = Math.floor((head * keyHeads) / heads);
    const keys = k.subarray(keyHead * perHead, (keyHead + 1) * perHead);
    scoreRow(q.subarray(row * headSize, (row + 1) * headSize), keys, query + 1, scaleOf(shape), scores);
    const [peak, total] = rows.subarray(2 * row, 2 * row + 2);
    const inverse = total === 0 ? 0 : 1 / total;
    for (let j = 0; j <= query; j++) {
      const weight = numerator(scores[j], peak) * inverse;
      into[j] = weight < LEAST_NORMAL ? 0 : weight;
    }
  };
}
