/** The operator on WebGPU gives what the reference gives: outputs, rows, columns, surveys; for every rule, shape and special row. */
import { beforeAll, describe, expect, test } from 'vitest';
import {
  attendRow,
  createGpuOperator,
  createReferenceOperator,
  type LayerInput,
  type Operator,
  ruleNamed,
  rules,
} from '#attention';
import { freeBuffers, type Gpu, held, openGpu, readBack } from '#gpu';
import { attendOn, largestDifference, scoreBound } from './agree.ts';
import { cases, layerWithScores, randomLayer, scoresOf, specialScores } from './layers.ts';
import { expectSurvey } from './surveys.ts';

const reference = createReferenceOperator();
const ids = rules.map(({ id }) => id);
let gpu: Gpu;
let operator: Operator<GPUBuffer>;

beforeAll(async () => {
  gpu = await openGpu();
  operator = await createGpuOperator(gpu);
});

async function numbersOf(on: Gpu, buffer: GPUBuffer, count: number): Promise<Float32Array> {
  const [bytes] = await readBack(on, [{ buffer, bytes: 4 * count }]);
  return new Float32Array(bytes);
}

/** Everything that both keep or answer about one layer. */
async function expectAgreement(
  device: Gpu,
  on: Operator<GPUBuffer>,
  layer: LayerInput<Float32Array>,
  more = 0,
) {
  const { tokens, heads, headSize } = layer.shape;
  await on.prepare(layer.rule, headSize);
  const { kept, output } = attendOn(device, on, layer, more);
  const { kept: expected, output: expectedOutput } = reference.attend(layer);
  const bounds = Array.from({ length: heads }, (_, head) => scoreBound(expected, head));
  const near = 1e-5 + 4 * Math.max(...bounds);
  const largestValue = Math.max(...layer.qkv.map(Math.abs));
  expect(
    largestDifference(await numbersOf(device, output, expectedOutput.length), expectedOutput),
  ).toBeLessThanOrEqual(near * largestValue);
  for (const name of ['sums', 'rows'] as const)
    expect(
      largestDifference(await numbersOf(device, kept[name], expected[name].length), expected[name]),
      name,
    ).toBeLessThanOrEqual(near * Math.max(...expected[name].map(Math.abs)));
  for (const query of new Set([0, Math.floor(tokens / 2), tokens - 1]))
    for (const head of new Set([0, heads - 1]))
      expect(
        largestDifference(await on.row(kept, head, query), await reference.row(expected, head, query)),
      ).toBeLessThanOrEqual(1e-5 + 4 * bounds[head]);
  const head = heads - 1;
  for (const key of new Set([0, Math.floor(tokens / 2), tokens - 1])) {
    const column = await on.column(kept, head, key);
    const expectedColumn = await reference.column(expected, head, key);
    expect(largestDifference(column, expectedColumn)).toBeLessThanOrEqual(1e-5 + 4 * bounds[head]);
    expect(column.subarray(0, key).every((weight) => weight === 0)).toBe(true);
    expect(column[tokens - 1]).toBe((await on.row(kept, head, tokens - 1))[key]);
  }
  const sums = expected.sums.subarray(head * tokens);
  expect(largestDifference(await on.rowSums(kept, head), sums)).toBeLessThanOrEqual(
    near * Math.max(...sums.map(Math.abs)),
  );
  const [[survey], [expectedSurvey]] = await Promise.all([on.survey([kept]), reference.survey([expected])]);
  expectSurvey(survey, expectedSurvey, near);
  on.release([kept]);
  freeBuffers(device, [output]);
}

describe.each(ids)('%s', (id) => {
  test.each([
    [1, 64, 2, 1],
    [2, 16, 3, 3],
    [63, 32, 4, 2],
    [64, 64, 2, 2],
    [65, 128, 2, 1],
    [130, 32, 6, 2],
    [130, 16, 1, 1],
  ])('%i tokens, head size %i, %i heads on %i key heads', async (tokens, headSize, heads, keyHeads) => {
    const layer = randomLayer(id, { tokens, headSize, heads, keyHeads }, 100 + tokens + headSize);
    await expectAgreement(gpu, operator, layer);
  });
});

describe.each(cases)('%s, its parameter %d', (id, s) => {
  test.each(Object.entries(specialScores))('scores %s', async (_, scores) => {
    const layer = layerWithScores(id, scores, s);
    await operator.prepare(id, 16);
    const { kept, output } = attendOn(gpu, operator, layer);
    const { kept: expected, output: expectedOutput } = reference.attend(layer);
    const q = await numbersOf(gpu, kept.q, expected.q.length);
    expect(largestDifference(q, expected.q)).toBeLessThanOrEqual(
      1e-6 * Math.max(...expected.q.map(Math.abs)),
    );
    for (const query of [0, Math.floor(scores.length / 2), scores.length - 1]) {
      const row = await operator.row(kept, 0, query);
      const weights = attendRow(ruleNamed(id), scoresOf(query, scores, { shape: layer.shape, q }), s);
      for (const [key, weight] of weights.entries())
        if (weight > 1e-30) expect(Math.abs(row[key] / weight - 1)).toBeLessThanOrEqual(1e-5);
        else expect(row[key]).toBeLessThanOrEqual(1e-29);
      expect(row.subarray(query + 1).every((weight) => weight === 0)).toBe(true);
    }
    const read = await numbersOf(gpu, output, expectedOutput.length);
    expect(largestDifference(read, expectedOutput)).toBeLessThanOrEqual(2e-5);
    expectSurvey((await operator.survey([kept]))[0], (await reference.survey([expected]))[0], 2e-5);
    operator.release([kept]);
    freeBuffers(gpu, [output]);
  });
});

test('the tiles of a real GPU give the same', async () => {
  const hardware = await createGpuOperator({ ...gpu, software: false });
  await expectAgreement(
    gpu,
    hardware,
    randomLayer('softpick', { tokens: 130, headSize: 64, heads: 4, keyHeads: 2 }, 9),
  );
});

test('a device with the least limits that WebGPU allows gives the same at the largest head size', async () => {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('expected an adapter');
  const device = await adapter.requestDevice();
  expect(device.limits.maxComputeWorkgroupStorageSize).toBe(16384);
  const least: Gpu = { ...gpu, device, software: false };
  const layer = randomLayer('softpick', { tokens: 40, headSize: 128, heads: 2, keyHeads: 1 }, 11);
  await expectAgreement(least, await createGpuOperator(least), layer);
  device.destroy();
});

test('what lies behind the numbers of a larger buffer is never read', async () => {
  const layer = randomLayer('softmax', { tokens: 33, headSize: 20, heads: 2, keyHeads: 1 }, 12);
  await expectAgreement(gpu, operator, layer, 4096);
});

test('one survey over many layers of different kinds answers each', async () => {
  const layers = ids.flatMap((id) =>
    [7, 40].map((tokens) => randomLayer(id, { tokens, headSize: 16, heads: 3, keyHeads: 1 }, tokens)),
  );
  await Promise.all(ids.map((id) => operator.prepare(id, 16)));
  const kept = layers.map((layer) => attendOn(gpu, operator, layer).kept);
  const surveys = await operator.survey(kept);
  const expected = await reference.survey(layers.map((layer) => reference.attend(layer).kept));
  expect(surveys).toHaveLength(2 * ids.length);
  for (const [at, survey] of surveys.entries()) expectSurvey(survey, expected[at], 2e-5);
  operator.release(kept);
  expect(await operator.survey([])).toEqual([]);
});

test('nothing stays behind: the bytes held are what they were before', async () => {
  const before = held(gpu);
  const layer = randomLayer('softpick', { tokens: 21, headSize: 16, heads: 2, keyHeads: 1 }, 13);
  await operator.prepare('softpick', 16);
  const attended = [attendOn(gpu, operator, layer), attendOn(gpu, operator, layer)];
  const kept = attended.map((each) => each.kept);
  const wanted = 4 * (2 * 672 + 336 + 84 + 42);
  // q, output [2, 21, 16], k [1, 21, 16], rows [2, 21, 2], sums [2, 21], and tallies: at most an eighth more.
  expect(held(gpu).bytes - before.bytes).toBeGreaterThan(2 * wanted);
  expect(held(gpu).bytes - before.bytes).toBeLessThan(1.2 * 2 * wanted);
  await operator.survey(kept);
  await operator.row(kept[0], 1, 20);
  operator.release(kept);
  operator.release(kept);
  freeBuffers(
    gpu,
    attended.map(({ output }) => output),
  );
  expect(held(gpu)).toEqual(before);
});

test('a layer of a kind that was not prepared, or input too short for its shape, is refused in words', async () => {
  const layer = randomLayer('softpick', { tokens: 5, headSize: 16, heads: 2, keyHeads: 1 }, 14);
  const before = held(gpu);
  const fresh = await createGpuOperator(gpu);
  expect(() => attendOn(gpu, fresh, layer)).toThrow(
    'attention: expected prepare(softpick, 16, f32) to have resolved',
  );
  await fresh.prepare('softpick', 16);
  const longer = { ...layer, shape: { ...layer.shape, tokens: 6 } };
  expect(() => attendOn(gpu, fresh, longer)).toThrow(
    'attention: expected at least 1536 bytes in qkv, got 1280',
  );
  await fresh.prepare('softmax-sink', 16);
  const many = randomLayer('softmax-sink', { tokens: 5, headSize: 16, heads: 8, keyHeads: 1 }, 15);
  const without = { ...layer, rule: 'softmax-sink' } as const;
  expect(() => attendOn(gpu, fresh, without)).toThrow(
    'attention: expected a parameter of each head for softmax-sink, got none',
  );
  expect(() => attendOn(gpu, fresh, { ...layer, parameter: new Float32Array(2) })).toThrow(
    'attention: expected no parameter of each head for softpick, got one',
  );
  expect(() => attendOn(gpu, fresh, { ...many, parameter: new Float32Array(4) })).toThrow(
    'attention: expected at least 32 bytes in parameter, got 16',
  );
  await expect(fresh.prepare('softpick', 12)).rejects.toThrow('a head size of 16 to 128');
  expect(held(gpu)).toEqual(before);
});
