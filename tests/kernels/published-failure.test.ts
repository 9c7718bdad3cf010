/**
 * The failure of the paper's published kernel: its running peak starts at −∞, so that an early block of keys that all
 * score below −85 silences the row, or makes it NaN, when a later block has a positive score.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { createGpuOperator, createReferenceOperator, type Operator, type RuleId } from '#attention';
import { freeBuffers, type Gpu, openGpu, readBack } from '#gpu';
import { attendOn, largestDifference } from './agree.ts';
import { layerWithScores } from './layers.ts';

const reference = createReferenceOperator();
const softpicks: readonly RuleId[] = ['softpick', 'scaled-softpick', 'relu-softpick'];
const s = 0.3;
let gpu: Gpu;

beforeAll(async () => {
  gpu = await openGpu();
});

/** Blocks that end on both sides of the edges of tiles, and reach over several of them. */
describe.each([
  ['the small', true, softpicks],
  ['a GPU’s', false, ['softpick'] as readonly RuleId[]],
] as const)('in %s tiles', (_, software, ids) => {
  let operator: Operator<GPUBuffer>;

  beforeAll(async () => {
    operator = await createGpuOperator({ ...gpu, software });
    await Promise.all(ids.map((id) => operator.prepare(id, 16)));
  });

  test.each([1, 31, 32, 63, 64, 65, 128, 192])(
    'an early block of %i keys below −85 leaves a later positive key its weight',
    async (early) => {
      for (const id of ids)
        for (const low of [-86, -100, -1e4]) {
          const around = (count: number) => Array<number>(count).fill(low);
          // Scaled softpick multiplies by s · ln(q + 2), which is above 0.2.
          const by = id === 'scaled-softpick' ? 5 : 1;
          const scores = [...around(early), 2, ...around(3)].map((score) => by * score);
          const layer = layerWithScores(id, scores, s);
          const { kept, output } = attendOn(gpu, operator, layer);
          const { kept: expected, output: wanted } = reference.attend(layer);
          const what = `${id} after ${low}`;
          const [bytes] = await readBack(gpu, [{ buffer: output, bytes: 4 * wanted.length }]);
          expect(largestDifference(new Float32Array(bytes), wanted), what).toBeLessThanOrEqual(1e-5);
          const row = await operator.row(kept, 0, early);
          expect(row[early], what).toBeGreaterThan(0.03);
          expect(largestDifference(row, await reference.row(expected, 0, early)), what).toBeLessThan(1e-5);
          operator.release([kept]);
          freeBuffers(gpu, [output]);
        }
    },
  );
});

test('the weight is the one that the definition gives', async () => {
  const operator = createReferenceOperator();
  const { kept } = operator.attend(layerWithScores('softpick', [...Array<number>(64).fill(-100), 2]));
  const row = await operator.row(kept, 0, 64);
  expect(row[64]).toBeCloseTo(Math.expm1(2) / (Math.expm1(2) + 64), 6);
});
