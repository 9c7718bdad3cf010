/** The operator without WebGPU: rows put together to heads, layers and surveys. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  attendRow,
  createReferenceOperator,
  type LayerInput,
  type LayerShape,
  type RuleId,
  rotate,
  ruleNamed,
  rules,
} from '#attention';
import { cases, layerWithScores, randomLayer, specialScores } from '../kernels/layers.ts';

const operator = createReferenceOperator();
const ids = rules.map(({ id }) => id);
const shapes = fc
  .record({
    tokens: fc.integer({ min: 1, max: 20 }),
    keyHeads: fc.integer({ min: 1, max: 3 }),
    group: fc.integer({ min: 1, max: 3 }),
    quads: fc.integer({ min: 4, max: 8 }),
  })
  .map(
    ({ tokens, keyHeads, group, quads }): LayerShape => ({
      tokens,
      keyHeads,
      heads: keyHeads * group,
      headSize: 4 * quads,
    }),
  );
const layers = fc
  .record({ shape: shapes, rule: fc.constantFrom<RuleId>(...ids), seed: fc.nat() })
  .map(({ shape, rule, seed }) => randomLayer(rule, shape, seed));
const runs = { seed: 340, numRuns: 40 };

/** One vector of one token out of [T, H + 2K, D]; `part` counts query heads, key heads, value heads. */
function vector({ shape, qkv }: LayerInput<Float32Array>, token: number, part: number): Float64Array {
  const { heads, keyHeads, headSize } = shape;
  const at = (token * (heads + 2 * keyHeads) + part) * headSize;
  return Float64Array.from(qkv.subarray(at, at + headSize));
}

function turned(layer: LayerInput<Float32Array>, token: number, part: number): Float64Array {
  const half = layer.shape.headSize / 2;
  const [cos, sin] = [layer.cos, layer.sin].map((table) => table.subarray(token * half, (token + 1) * half));
  const into = new Float64Array(2 * half);
  rotate(vector(layer, token, part), cos, sin, into);
  return into;
}

/** Weights of one query and its output, straight from the definition. */
function defined(layer: LayerInput<Float32Array>, head: number, query: number) {
  const { heads, keyHeads, headSize } = layer.shape;
  const keyHead = Math.floor(head / (heads / keyHeads));
  const q = turned(layer, query, head);
  const scores = Array.from({ length: query + 1 }, (_, key) => {
    const k = turned(layer, key, heads + keyHead);
    return q.reduce((sum, each, i) => sum + each * k[i], 0) / Math.sqrt(headSize);
  });
  const s = layer.parameter?.[head] ?? 0;
  const rule = ruleNamed(layer.rule);
  const factor = rule.queryScale(query, s);
  const weights = attendRow(
    rule,
    scores.map((x) => x * factor),
    s,
  );
  const output = Array<number>(headSize).fill(0);
  for (const [key, weight] of weights.entries())
    for (const [i, value] of vector(layer, key, heads + keyHeads + keyHead).entries())
      output[i] += weight * value;
  return { weights, output };
}

test('weights, row sums and outputs are those of the definition, for any shape and grouping', async () => {
  await fc.assert(
    fc.asyncProperty(layers, async (layer) => {
      const { tokens, heads, headSize } = layer.shape;
      const { kept, output } = operator.attend(layer);
      for (let head = 0; head < heads; head++)
        for (const query of new Set([0, Math.floor(tokens / 2), tokens - 1])) {
          const expected = defined(layer, head, query);
          const row = await operator.row(kept, head, query);
          for (let key = 0; key < tokens; key++) expect(row[key]).toBeCloseTo(expected.weights[key] ?? 0, 5);
          const at = (query * heads + head) * headSize;
          for (let i = 0; i < headSize; i++) expect(output[at + i]).toBeCloseTo(expected.output[i], 5);
          expect(kept.sums[head * tokens + query]).toBeCloseTo(
            expected.weights.reduce((a, b) => a + b),
            5,
          );
        }
    }),
    runs,
  );
});

test('no token sees a later one', () => {
  fc.assert(
    fc.property(layers, (layer) => {
      const { tokens, heads, keyHeads, headSize } = layer.shape;
      const changed = layer.qkv.slice().fill(9, (tokens - 1) * (heads + 2 * keyHeads) * headSize);
      const before = (tokens - 1) * heads * headSize;
      expect(operator.attend({ ...layer, qkv: changed }).output.subarray(0, before)).toEqual(
        operator.attend(layer).output.subarray(0, before),
      );
    }),
    runs,
  );
});

test('a column is what each row has on one key, and row sums are those of the rows', async () => {
  await fc.assert(
    fc.asyncProperty(layers, fc.nat(), async (layer, place) => {
      const { tokens, heads } = layer.shape;
      const { kept } = operator.attend(layer);
      const head = place % heads;
      const rows = await Promise.all(
        Array.from({ length: tokens }, (_, query) => operator.row(kept, head, query)),
      );
      for (const key of new Set([0, place % tokens, tokens - 1]))
        expect(await operator.column(kept, head, key)).toEqual(Float32Array.from(rows, (row) => row[key]));
      for (const [query, sum] of (await operator.rowSums(kept, head)).entries())
        expect(sum).toBeCloseTo(
          rows[query].reduce((a, b) => a + b, 0),
          5,
        );
    }),
    runs,
  );
});

test('a head, query or key that is not there is refused in words', async () => {
  const { kept } = operator.attend(
    randomLayer('softpick', { tokens: 5, heads: 2, keyHeads: 1, headSize: 16 }, 3),
  );
  await expect(operator.row(kept, 0, 5)).rejects.toThrow('attention: expected query from 0 to 4, got 5');
  await expect(operator.column(kept, 0, 5)).rejects.toThrow('attention: expected key from 0 to 4, got 5');
  await expect(operator.column(kept, 2, 0)).rejects.toThrow('attention: expected head from 0 to 1, got 2');
  await expect(operator.rowSums(kept, -1)).rejects.toThrow('attention: expected head from 0 to 1, got -1');
});

test('the survey adds up the rows', async () => {
  await fc.assert(
    fc.asyncProperty(layers, async (layer) => {
      const { tokens, heads, headSize } = layer.shape;
      const { kept, output } = operator.attend(layer);
      const [survey] = await operator.survey([kept]);
      for (let head = 0; head < heads; head++) {
        const rows = await Promise.all(
          Array.from({ length: tokens }, (_, query) => operator.row(kept, head, query)),
        );
        const seen = rows.flatMap((row, query) => [...row.subarray(0, query + 1)]);
        const sums = rows.map((row) => row.reduce((a, b) => a + b, 0));
        const sizes = rows.map((_, query) => {
          const at = (query * heads + head) * headSize;
          return Math.max(...output.subarray(at, at + headSize).map(Math.abs));
        });
        expect(survey.zero[head]).toBe(seen.filter((weight) => weight === 0).length);
        expect(survey.zero16[head]).toBe(seen.filter((weight) => weight <= 2 ** -25).length);
        expect(survey.weightMax[head]).toBe(Math.max(...seen));
        expect(survey.outputMax[head]).toBe(Math.max(...sizes));
        expect(survey.off[head]).toBeCloseTo(sizes.filter((size) => size < 1e-6).length / tokens, 6);
        expect(survey.rowSumMean[head]).toBeCloseTo(sums.reduce((a, b) => a + b) / tokens, 5);
        expect(survey.rowSumMin[head]).toBeCloseTo(Math.min(...sums), 5);
        for (let key = 0; key < tokens; key++) {
          const column = rows.reduce((sum, row) => sum + row[key], 0) / tokens;
          expect(survey.columnMean[head * tokens + key]).toBeCloseTo(column, 5);
        }
        const weighted = sums.flatMap((sum, query) => (sum > 0 ? [{ query, sum, row: rows[query] }] : []));
        const meanOf = (of: (share: number, gap: number) => number) =>
          weighted.reduce(
            (all, { query, sum, row }) =>
              all + row.reduce((total, weight, key) => total + of(weight / sum, query - key), 0),
            0,
          ) / Math.max(1, weighted.length);
        const near = (query: number, gap: number) => rows[query][query - gap];
        const queries = rows.map((_, query) => query);
        expect(survey.rowsWithWeight[head]).toBe(weighted.length);
        expect(survey.entropy[head]).toBeCloseTo(
          meanOf((share) => (share > 0 ? -share * Math.log(share) : 0)),
          5,
        );
        expect(survey.distance[head]).toBeCloseTo(
          meanOf((share, gap) => share * gap),
          5,
        );
        expect(survey.self[head]).toBeCloseTo(
          queries.reduce((all, query) => all + near(query, 0), 0) / tokens,
          5,
        );
        expect(survey.previous[head]).toBeCloseTo(
          queries.slice(1).reduce((all, query) => all + near(query, 1), 0) / Math.max(1, tokens - 1),
          5,
        );
      }
    }),
    { ...runs, numRuns: 15 },
  );
});

test('rows without weight are left out of entropy and distance, and counted', async () => {
  // Rows of weights: [0], [0, 0], [0, 0, 1], [0, 0, ½, ½]; what ε and the rejected key take is below f32.
  const [scored] = await operator.survey([
    operator.attend(layerWithScores('softpick', [-9, 0, 30, 30])).kept,
  ]);
  expect(scored.rowsWithWeight[0]).toBe(2);
  expect(scored.entropy[0]).toBeCloseTo(Math.LN2 / 2, 6);
  expect(scored.distance[0]).toBeCloseTo(0.5 / 2, 6);
  expect(scored.previous[0]).toBeCloseTo(0.5 / 3, 6);
  expect(scored.self[0]).toBeCloseTo((1 + 0.5) / 4, 6);

  const [silent] = await operator.survey([operator.attend(layerWithScores('rectified', [-1, -2])).kept]);
  expect([silent.rowsWithWeight[0], silent.entropy[0], silent.distance[0]]).toEqual([0, 0, 0]);

  const [single] = await operator.survey([operator.attend(layerWithScores('softmax', [3])).kept]);
  expect([single.rowsWithWeight[0], single.entropy[0], single.previous[0], single.self[0]]).toEqual([
    1, 0, 0, 1,
  ]);
});

describe.each(Object.entries(specialScores))('scores %s', (_, scores) => {
  test.each(cases)(
    '%s, its parameter %d, has the weights of the definition in f32, and no NaN',
    async (id, s) => {
      const { kept, output } = operator.attend(layerWithScores(id, scores, s));
      for (let query = 0; query < scores.length; query++) {
        const row = await operator.row(kept, 0, query);
        const x = scores.slice(0, query + 1).map((score) => (Math.fround(score) * kept.q[query * 16]) / 4);
        const expected = attendRow(ruleNamed(id), x, s);
        for (const [key, weight] of expected.entries())
          expect(Math.abs(row[key] - weight)).toBeLessThanOrEqual(weight < 1e-30 ? 1e-30 : 1e-6 * weight);
      }
      expect(output.every(Number.isFinite)).toBe(true);
    },
  );
});

test('a weight that f16 loses is no structural zero: the two are counted apart', async () => {
  const counts = async (rule: RuleId) => {
    const [{ zero, zero16 }] = await operator.survey([
      operator.attend(layerWithScores(rule, [0.5, -20, 20])).kept,
    ]);
    return [zero[0], zero16[0]];
  };
  // Rows: [0.5], [0.5, −20], [0.5, −20, 20]; softpick rejects −20 twice, f16 loses e^−19.5 and smaller ones.
  expect(await counts('softpick')).toEqual([2, 3]);
  expect(await counts('softmax')).toEqual([0, 3]);
});

test('buffers may be larger than needed; smaller ones and impossible shapes are refused in words', () => {
  const layer = randomLayer('softpick', { tokens: 5, heads: 4, keyHeads: 2, headSize: 16 }, 1);
  const longer = (numbers: Float32Array) => Float32Array.from([...numbers, 7, 7, 7, 7, 7]);
  expect(
    operator.attend({ ...layer, qkv: longer(layer.qkv), cos: longer(layer.cos), sin: longer(layer.sin) })
      .output,
  ).toEqual(operator.attend(layer).output);
  const refused = (change: Partial<LayerInput<Float32Array>>) => () =>
    operator.attend({ ...layer, ...change });
  expect(refused({ qkv: layer.qkv.subarray(1) })).toThrow(
    'attention: expected at least 640 numbers in qkv, got 639',
  );
  expect(refused({ rule: 'softmax-sink' })).toThrow(
    'attention: expected a parameter of each head for softmax-sink, got none',
  );
  expect(refused({ rule: 'softmax-sink', parameter: new Float32Array(3) })).toThrow(
    'attention: expected at least 4 numbers in parameter, got 3',
  );
  expect(refused({ parameter: new Float32Array(4) })).toThrow(
    'expected no parameter of each head for softpick',
  );
  expect(refused({ shape: { ...layer.shape, keyHeads: 3 } })).toThrow('got 4 for 3');
  expect(refused({ shape: { ...layer.shape, headSize: 18 } })).toThrow('a multiple of 4, got 18');
  expect(refused({ shape: { ...layer.shape, tokens: 0 } })).toThrow('expected tokens ≥ 1, got 0');
});
