/** A text without the token that the tokenizer puts in front of it: other ids, and the model's numbers on those. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ModelFiles } from '#engine';
import { inspect } from '#explore';
import { presets } from '#share';
import golden from '../golden/golden.json' with { type: 'json' };
import { openCheckpoint } from '../oracle/safetensors.ts';
import { summarise } from '../oracle/summary.ts';
import { forward } from '../oracle/transformer.ts';
import { inTemporaryFolder, runExport, toyCheckpoint } from './export-checkpoints.ts';
import { largestGap } from './whole-runtimes.ts';

const folder = (place: string): ModelFiles => ({ read: async (path) => readFile(join(place, path)) });

test('the ids are the golden ones less <s>, and the report says so by its ids alone', async () => {
  const files = folder('models/tiny-softmax');
  const { report, pieces } = await inspect(files, { text: presets[1].text, start: false });
  expect(report.ids).toEqual(golden['tiny-softmax'].ids.slice(1));
  expect(report.T).toBe(golden['tiny-softmax'].T - 1);
  expect(pieces.map(({ text }) => text).join('')).toBe(presets[1].text);
  const started = await inspect(files, { text: presets[1].text, start: true });
  expect(Object.keys(report)).toEqual(Object.keys(started.report));
});

test.each(['softmax', 'softpick'])('%s’s numbers on them are the oracle’s', async (rule) => {
  await inTemporaryFolder(async (place) => {
    const checkpoint = await toyCheckpoint(place, '--rule', rule, '--seed', '5');
    const out = join(place, 'model');
    expect((await runExport(checkpoint, '--out', out, '--weights', 'f32')).status).toBe(0);
    const text = 'A bee flies where it wants to.';
    const { report } = await inspect(folder(out), { text, start: false });
    const ids = [...new TextEncoder().encode(text)].map((byte) => byte + 2);
    expect(report.ids).toEqual(ids);
    const { col0, nll } = summarise(forward(openCheckpoint(checkpoint), ids), ids);
    expect(largestGap(report.col0.flat(), col0.flat())).toBeLessThanOrEqual(2e-5);
    expect(report.nll).toBeCloseTo(nll, 4);
  });
});

test('a text of nothing, without <s> too, is refused in words', async () => {
  const asked = { text: '', start: false };
  await expect(inspect(folder('models/tiny-softmax'), asked)).rejects.toThrow(
    /^engine: expected 1 to 512 tokens, got 0/,
  );
});
