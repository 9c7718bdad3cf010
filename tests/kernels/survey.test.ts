/** Surveys on WebGPU say what the reference says: of long texts, of silent tokens, of rows without weight. */
import { beforeAll, expect, test } from 'vitest';
import { createGpuOperator, createReferenceOperator, type LayerInput, type Operator } from '#attention';
import { freeBuffers, type Gpu, openGpu } from '#gpu';
import { attendOn, scoreBound } from './agree.ts';
import { layerWithScores, randomLayer } from './layers.ts';
import { expectSurvey } from './surveys.ts';

const reference = createReferenceOperator();
let gpu: Gpu;
let operator: Operator<GPUBuffer>;

beforeAll(async () => {
  gpu = await openGpu();
  operator = await createGpuOperator(gpu);
});

/** One survey on the operator over all layers, held against the reference's. */
async function surveyed(on: Operator<GPUBuffer>, layers: readonly LayerInput<Float32Array>[]) {
  await Promise.all(layers.map(({ rule, shape }) => on.prepare(rule, shape.headSize)));
  const kept = layers.map((layer) => attendOn(gpu, on, layer).kept);
  const expectedKept = layers.map((layer) => reference.attend(layer).kept);
  const [surveys, expected] = await Promise.all([on.survey(kept), reference.survey(expectedKept)]);
  on.release(kept);
  expect(surveys).toHaveLength(layers.length);
  for (const [at, survey] of surveys.entries()) {
    const heads = Array.from({ length: layers[at].shape.heads }, (_, head) => head);
    const bound = Math.max(...heads.map((head) => scoreBound(expectedKept[at], head)));
    expectSurvey(survey, expected[at], 1e-5 + 4 * bound);
  }
  return surveys;
}

test('a token is off below 1e-6 and not above it', async () => {
  const layer = layerWithScores('softmax', Array<number>(6).fill(0));
  // The values of the last three keys, after three zeros: the mean of what each query sees is its output.
  const values = layer.qkv.map((each, at) =>
    at % 48 < 32 ? each : at < 3 * 48 ? 0 : each * (at < 4 * 48 ? 2e-6 : 1.5e-5),
  );
  await operator.prepare('softmax', 16);
  const { kept } = attendOn(gpu, operator, { ...layer, qkv: values });
  const [{ off }] = await operator.survey([kept]);
  expect(off[0]).toBeCloseTo(4 / 6, 6);
  operator.release([kept]);
});

test('a text of many chunks of queries, on small tiles and on those of a real GPU', async () => {
  const hardware = await createGpuOperator({ ...gpu, software: false });
  const shape = { tokens: 610, headSize: 16, heads: 2, keyHeads: 1 };
  const layers = [randomLayer('softpick', shape, 31), randomLayer('softmax', shape, 32)];
  await surveyed(operator, layers);
  await surveyed(hardware, layers.slice(0, 1));
});

test('even weights at 4096 tokens: entropy, distance and the rest to five digits of their sums', async () => {
  const tokens = 4096;
  await operator.prepare('softmax', 16);
  const { kept, output } = attendOn(gpu, operator, layerWithScores('softmax', Array<number>(tokens).fill(0)));
  const [survey] = await operator.survey([kept]);
  operator.release([kept]);
  freeBuffers(gpu, [output]);
  const meanOf = (of: (query: number) => number) =>
    Array.from({ length: tokens }, (_, query) => of(query)).reduce((a, b) => a + b) / tokens;
  const closeTo = (got: number, expected: number) => expect(Math.abs(got / expected - 1)).toBeLessThan(1e-5);
  const harmonic = meanOf((query) => 1 / (query + 1));
  closeTo(
    survey.entropy[0],
    meanOf((query) => Math.log(query + 1)),
  );
  closeTo(
    survey.distance[0],
    meanOf((query) => query / 2),
  );
  closeTo(survey.self[0], harmonic);
  closeTo(survey.previous[0], (tokens * harmonic - 1) / (tokens - 1));
  closeTo(survey.columnMean[0], harmonic);
  closeTo(survey.rowSumMean[0], 1);
  expect([survey.rowsWithWeight[0], survey.zero[0]]).toEqual([tokens, 0]);
});

test.each([
  ['softpick', 30],
  ['softmax', 50],
] as const)('%s: %i of 50 rows have weight', async (id, rows) => {
  const scores = [...Array<number>(20).fill(-30), ...Array<number>(30).fill(30)];
  const [survey] = await surveyed(operator, [layerWithScores(id, scores)]);
  expect(survey.rowsWithWeight[0]).toBe(rows);
});
