/** The operator without WebGPU: the reference's loops on arrays. Also the product's fallback, so it is not slow. */
import { decodeF16, encodeF16 } from '#tensor';
import { paint } from './paint.ts';
import { checkParameter } from './parameter.ts';
import { mixRow, type Numbers, peakOf, rotate, scoreRow, totalOf } from './reference.ts';
import { surveyLayer } from './reference-survey.ts';
import { weightReader } from './reference-weights.ts';
import { checkColumn, checkHead, checkRow } from './request.ts';
import { ruleNamed } from './rules.ts';
import { checkHeadSize, checkShape, scaleOf, sizesOf } from './shape.ts';
import type { Attended, LayerInput, Operator } from './types.ts';

/** A token whose head output is nowhere above it has none: Zuhri et al. 2025, section 7.2. */
const OFF_BELOW = 1e-6;

export function checkLength(name: string, numbers: Numbers, least: number): void {
  if (numbers.length < least)
    throw new Error(`attention: expected at least ${least} numbers in ${name}, got ${numbers.length}`);
}

/** Queries and keys of all tokens, turned, the queries scaled: [H, T, D] and [K, T, D]. */
function rotated({ shape, rule, precision, qkv, cos, sin, parameter }: LayerInput<Float32Array>) {
  const { tokens, heads, keyHeads, headSize } = shape;
  const { queryScale } = ruleNamed(rule);
  const sizes = sizesOf(shape);
  const q = new Float32Array(sizes.q);
  const k = new Float32Array(sizes.k);
  for (let token = 0; token < tokens; token++) {
    const angles = [cos, sin].map((table) =>
      table.subarray((token * headSize) / 2, ((token + 1) * headSize) / 2),
    );
    for (let head = 0; head < heads + keyHeads; head++) {
      const from = (token * (heads + 2 * keyHeads) + head) * headSize;
      const [into, at] = head < heads ? [q, head] : [k, head - heads];
      const to = (at * tokens + token) * headSize;
      const vector = into.subarray(to, to + headSize);
      rotate(qkv.subarray(from), angles[0], angles[1], vector);
      if (head < heads) {
        const factor = queryScale(token, parameter?.[head] ?? 0);
        for (let i = 0; i < headSize; i++) vector[i] *= factor;
      }
    }
  }
  return precision === 'f16' ? { q: decodeF16(encodeF16(q)), k: decodeF16(encodeF16(k)) } : { q, k };
}

function attend(input: LayerInput<Float32Array>): Attended<Float32Array> {
  const { shape, qkv } = input;
  checkShape(shape);
  const { tokens, heads, keyHeads, headSize } = shape;
  const sizes = sizesOf(shape);
  checkLength('qkv', qkv, sizes.qkv);
  checkLength('cos', input.cos, sizes.angles);
  checkLength('sin', input.sin, sizes.angles);
  if (checkParameter(input)) checkLength('parameter', input.parameter, heads);
  const rule = ruleNamed(input.rule);
  const { q, k } = rotated(input);
  const rows = new Float32Array(sizes.rows);
  const sums = new Float32Array(heads * tokens);
  const tallies = new Float32Array(2 * heads);
  const output = new Float32Array(sizes.q);
  const scores = new Float64Array(tokens);
  const tops = new Float64Array(tokens);
  const mixed = new Float64Array(headSize);
  const stride = (heads + 2 * keyHeads) * headSize;
  for (let head = 0; head < heads; head++) {
    const s = input.parameter?.[head] ?? 0;
    const keyHead = Math.floor((head * keyHeads) / heads);
    const keys = k.subarray(keyHead * tokens * headSize, (keyHead + 1) * tokens * headSize);
    const values = qkv.subarray((heads + keyHeads + keyHead) * headSize);
    let [outputMax, off] = [0, 0];
    for (let query = 0; query < tokens; query++) {
      const row = head * tokens + query;
      const count = query + 1;
      scoreRow(q.subarray(row * headSize, (row + 1) * headSize), keys, count, scaleOf(shape), scores);
      // The rounded peak, so that weights recomputed from it are the same.
      const peak = Math.fround(peakOf(rule, scores, s, count));
      const total = totalOf(rule, scores, peak, s, count);
      rows.set([peak, total], 2 * row);
      const inverse = rows[2 * row + 1] === 0 ? 0 : 1 / rows[2 * row + 1];
      let topSum = 0;
      for (let j = 0; j < count; j++) {
        tops[j] = rule.numerator(scores[j], peak);
        topSum += tops[j];
      }
      mixRow(tops, values, count, stride, mixed);
      const into = (query * heads + head) * headSize;
      let largest = 0;
      for (let i = 0; i < headSize; i++) {
        output[into + i] = mixed[i] * inverse;
        largest = Math.max(largest, Math.abs(output[into + i]));
      }
      sums[row] = topSum * inverse;
      outputMax = Math.max(outputMax, largest);
      if (largest < OFF_BELOW) off += 1;
    }
    tallies.set([outputMax, off], 2 * head);
  }
  const { precision = 'f32' } = input;
  return { kept: { shape, rule: input.rule, precision, q, k, rows, sums, tallies }, output };
}

export function createReferenceOperator(): Operator<Float32Array> {
  return {
    async prepare(rule, headSize) {
      ruleNamed(rule);
      checkHeadSize(headSize);
    },
    attend,
    survey: async (layers) => layers.map(surveyLayer),
    async picture(layers, request) {
      const { width, height, data } = paint(layers, request);
      return createImageBitmap(new ImageData(data, width, height));
    },
    async row(layer, head, query) {
      checkRow(layer, head, query);
      const weights = new Float32Array(layer.shape.tokens);
      weightReader(layer)(head, query, weights);
      return weights;
    },
    async column(layer, head, key) {
      checkColumn(layer, head, key);
      const { tokens } = layer.shape;
      const read = weightReader(layer);
      const row = new Float32Array(tokens);
      const weights = new Float32Array(tokens);
      for (let query = key; query < tokens; query++) {
        read(head, query, row);
        weights[query] = row[key];
      }
      return weights;
    },
    async rowSums(layer, head) {
      checkHead(layer, head);
      const { tokens } = layer.shape;
      return layer.sums.slice(head * tokens, (head + 1) * tokens);
    },
    release: () => undefined,
  };
}
