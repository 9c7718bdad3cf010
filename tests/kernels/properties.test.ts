/** The operator on WebGPU by laws: near the reference for any layer, and what follows from the rules' definitions. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  createGpuOperator,
  createReferenceOperator,
  type LayerInput,
  type LayerShape,
  type Operator,
  type RuleId,
  rules,
} from '#attention';
import { freeBuffers, type Gpu, openGpu, readBack } from '#gpu';
import { attendOn, largestDifference } from './agree.ts';
import { layerWithScores, randomFrom, randomLayer } from './layers.ts';
import { outputRanges, queryRanges, type Ranges, scoresAndBounds, surveyRanges } from './ranges.ts';

const reference = createReferenceOperator();
const ids = rules.map(({ id }) => id);
let gpu: Gpu;
let operator: Operator<GPUBuffer>;

beforeAll(async () => {
  gpu = await openGpu();
  operator = await createGpuOperator(gpu);
});

/** A layer attended on the GPU: outputs [T, H·D], rows on demand, the survey. */
async function attended(layer: LayerInput<Float32Array>) {
  const { rule, shape, precision } = layer;
  await operator.prepare(rule, shape.headSize, precision);
  const { kept, output } = attendOn(gpu, operator, layer);
  const bytes = 4 * shape.tokens * shape.heads * shape.headSize;
  const [read] = await readBack(gpu, [{ buffer: output, bytes }]);
  freeBuffers(gpu, [output]);
  return {
    output: new Float32Array(read),
    row: (head: number, query: number) => operator.row(kept, head, query),
    survey: async () => (await operator.survey([kept]))[0],
    release: () => operator.release([kept]),
  };
}

function expectWithin(what: string, got: ArrayLike<number>, { least, most }: Ranges, slack = 1e-5) {
  for (let at = 0; at < least.length; at++)
    if (!(got[at] >= least[at] - slack && got[at] <= most[at] + slack))
      throw new Error(`tests: expected ${what} ${at} from ${least[at]} to ${most[at]}, got ${got[at]}`);
}

/** Largest |value| of each token's output of one head. */
function outputSizes(output: Float32Array, { tokens, heads, headSize }: LayerShape, head: number) {
  return Array.from({ length: tokens }, (_, token) => {
    const at = (token * heads + head) * headSize;
    return Math.max(...output.subarray(at, at + headSize).map(Math.abs));
  });
}

/** Outputs of all tokens, the survey, and the weights of some queries lie where the reference's scores let them. */
async function expectAgreement(layer: LayerInput<Float32Array>, queries: ReadonlySet<number>) {
  const { tokens, heads, headSize } = layer.shape;
  const { kept: expected } = reference.attend({ ...layer, precision: 'f32' });
  const [expectedSurvey] = await reference.survey([expected]);
  const { output, row, survey, release } = await attended(layer);
  const got = await survey();
  const largestValue = layer.qkv.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  for (let head = 0; head < heads; head++) {
    for (let query = 0; query < tokens; query++) {
      const { weights, zeroFits } = queryRanges(layer, expected, head, query);
      const at = (query * heads + head) * headSize;
      const place = `of head ${head}, query ${query}:`;
      const mixed = outputRanges(layer, weights, head);
      expectWithin(`output ${place}`, output.subarray(at, at + headSize), mixed, 1e-5 * largestValue);
      if (!queries.has(query)) continue;
      const read = await row(head, query);
      expectWithin(`weight ${place}`, read, weights);
      expect(
        [...read.keys()].filter((key) => key <= query && !zeroFits(key, read[key])),
        place,
      ).toEqual([]);
      expect(read.subarray(query + 1).every((weight) => weight === 0)).toBe(true);
    }
    const ranges = surveyRanges(layer, expected, head);
    const columns = got.columnMean.subarray(head * tokens, (head + 1) * tokens);
    expectWithin(`column mean of head ${head}:`, columns, ranges.columnMean);
    for (const name of ['rowSumMean', 'rowSumMin', 'weightMax'] as const)
      expectWithin(`${name} of head ${head}:`, [got[name][head]], ranges[name]);
    for (const name of ['zero', 'zero16'] as const)
      expect(Math.abs(got[name][head] - expectedSurvey[name][head]), name).toBeLessThanOrEqual(
        ranges.open[name],
      );
    const sizes = outputSizes(output, layer.shape, head);
    expect(got.outputMax[head]).toBe(Math.max(...sizes));
    expect(got.off[head]).toBeCloseTo(sizes.filter((size) => size < 1e-6).length / tokens, 6);
  }
  release();
}

/** Some queries of a text, its ends among them. */
function someOf(tokens: number, seed: number): ReadonlySet<number> {
  const random = randomFrom(seed);
  return new Set([0, tokens - 1, ...[1, 2, 3].map(() => Math.floor(random() * tokens))]);
}

/** Any layer, but for the head size: each is compiled apart, which takes long. */
const shapes = fc.record({
  tokens: fc.integer({ min: 1, max: 150 }),
  keyHeads: fc.integer({ min: 1, max: 3 }),
  group: fc.integer({ min: 1, max: 3 }),
  spread: fc.double({ min: 0.02, max: 6, noNaN: true }),
  seed: fc.nat(),
});

/** The first tokens of a layer alone. */
function front(layer: LayerInput<Float32Array>, tokens: number): LayerInput<Float32Array> {
  const width = layer.qkv.length / layer.shape.tokens;
  return { ...layer, shape: { ...layer.shape, tokens }, qkv: layer.qkv.slice(0, tokens * width) };
}

describe.each(ids)('%s', (id) => {
  test('agrees with the reference for layers of any size, spread and parameters', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, async ({ keyHeads, group, tokens, spread, seed }) => {
        const shape = { tokens, headSize: 16, keyHeads, heads: keyHeads * group };
        await expectAgreement(randomLayer(id, shape, seed, spread), someOf(tokens, seed));
      }),
      { seed: 31, numRuns: 4 },
    );
  });

  test('agrees with the reference at 511 tokens', async () => {
    const layer = randomLayer(id, { tokens: 511, headSize: 16, heads: 2, keyHeads: 1 }, 32);
    await expectAgreement(layer, new Set([0, 63, 64, 255, 510]));
  });

  test('tokens to come change nothing for those before', async () => {
    const lengths = fc.record({
      tokens: fc.integer({ min: 1, max: 80 }),
      more: fc.integer({ min: 1, max: 40 }),
      seed: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(lengths, async ({ tokens, more, seed }) => {
        const shape = { tokens: tokens + more, headSize: 16, heads: 2, keyHeads: 1 };
        const layer = randomLayer(id, shape, seed);
        const [long, short] = [await attended(layer), await attended(front(layer, tokens))];
        expect(long.output.subarray(0, short.output.length)).toEqual(short.output);
        for (const query of someOf(tokens, seed))
          expect((await long.row(1, query)).subarray(0, tokens)).toEqual(await short.row(1, query));
        long.release();
        short.release();
      }),
      { seed: 33, numRuns: 3 },
    );
  });
});

test.each(['softmax', 'softpick'] as const)(
  '%s with q and k in f16 is as near as they let it',
  async (id) => {
    await fc.assert(
      fc.asyncProperty(shapes, async ({ keyHeads, group, tokens, spread, seed }) => {
        const shape = { tokens, headSize: 16, keyHeads, heads: keyHeads * group };
        const layer = randomLayer(id, shape, seed, Math.max(spread, 0.2));
        await expectAgreement({ ...layer, precision: 'f16' }, someOf(tokens, seed));
      }),
      { seed: 37, numRuns: 4 },
    );
  },
);

test('any rule at any head size agrees with the reference', async () => {
  const kinds = fc.record({ rule: fc.constantFrom(...ids), quads: fc.integer({ min: 4, max: 12 }) });
  await fc.assert(
    fc.asyncProperty(kinds, shapes, async ({ rule, quads }, { tokens, keyHeads, group, spread, seed }) => {
      const shape = { tokens, headSize: 4 * quads, keyHeads, heads: keyHeads * group };
      await expectAgreement(randomLayer(rule, shape, seed, spread), someOf(tokens, seed));
    }),
    { seed: 38, numRuns: 3 },
  );
});

/** The last query's weights, its scores given. */
async function lastRow(id: RuleId, scores: readonly number[]): Promise<Float32Array> {
  const { row, release } = await attended(layerWithScores(id, scores));
  const weights = await row(0, scores.length - 1);
  release();
  return weights;
}

const someScores = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 2, maxLength: 80 });

test('softmax looks at differences of scores alone, softpick at where 0 is', async () => {
  await fc.assert(
    fc.asyncProperty(someScores, fc.double({ min: 0.5, max: 20, noNaN: true }), async (scores, shift) => {
      const top = Math.max(...scores);
      const [above, below] = [shift - top, -shift - top].map((by) => scores.map((score) => score + by));
      expect(
        largestDifference(await lastRow('softmax', above), await lastRow('softmax', below)),
      ).toBeLessThan(1e-5);
      expect((await lastRow('softpick', above)).some((weight) => weight > 0)).toBe(true);
      expect((await lastRow('softpick', below)).every((weight) => weight === 0)).toBe(true);
    }),
    { seed: 34, numRuns: 6 },
  );
});

test('a key that scores exactly 0 changes no weight of softpick, and has none', async () => {
  await fc.assert(
    fc.asyncProperty(someScores, fc.nat(), async (scores, place) => {
      const at = place % (scores.length + 1);
      const without = await lastRow('softpick', scores);
      const row = await lastRow('softpick', scores.toSpliced(at, 0, 0));
      expect(row[at]).toBe(0);
      for (const [key, weight] of row.filter((_, key) => key !== at).entries())
        expect(Math.abs(weight - without[key])).toBeLessThanOrEqual(1e-6 * without[key]);
    }),
    { seed: 35, numRuns: 6 },
  );
});

test.each(['softmax', 'softpick'] as const)('%s holds at 4096 tokens', async (id) => {
  const tokens = 4096;
  const layer = randomLayer(id, { tokens, headSize: 16, heads: 1, keyHeads: 1 }, 36);
  const { output, row, survey, release } = await attended(layer);
  const { kept } = reference.attend(layer);
  const largestValue = layer.qkv.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  for (const query of [0, 1000, 2047, 2048, 4095]) {
    const { weights, zeroFits } = queryRanges(layer, kept, 0, query);
    const read = await row(0, query);
    expectWithin(`weight of query ${query}:`, read, weights);
    expect([...read.keys()].filter((key) => key <= query && !zeroFits(key, read[key]))).toEqual([]);
    const mixed = outputRanges(layer, weights, 0);
    const own = output.subarray(16 * query, 16 * (query + 1));
    expectWithin(`output of query ${query}:`, own, mixed, 1e-5 * largestValue);
  }
  const { columnMean, rowSumMean, zero } = await survey();
  release();
  expect(Math.abs(columnMean.reduce((sum, mean) => sum + mean, 0) - rowSumMean[0])).toBeLessThan(1e-4);
  const sum = kept.sums.reduce((total, each) => total + each, 0) / tokens;
  expect(Math.abs(rowSumMean[0] - sum)).toBeLessThan(1e-5);
  let [least, most] = [0, 0];
  for (let query = 0; query < tokens && id === 'softpick'; query++) {
    const { scores, bounds } = scoresAndBounds(kept, 0, query);
    for (const [key, score] of scores.entries()) {
      if (score <= -bounds[key]) least += 1;
      if (score <= bounds[key]) most += 1;
    }
  }
  expect(zero[0]).toBeGreaterThanOrEqual(least);
  expect(zero[0]).toBeLessThanOrEqual(most);
});
