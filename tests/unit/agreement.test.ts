/** The partitioned run without WebGPU agrees with one session of the whole file, and both with the golden files. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rules } from '#attention';
import { type ModelFiles, openModel, openReferenceMachine, parseCard, run } from '#engine';
import { inspect } from '#explore';
import { openExported } from '../oracle/blocks.ts';
import { openCheckpoint } from '../oracle/safetensors.ts';
import { summarise } from '../oracle/summary.ts';
import { forward } from '../oracle/transformer.ts';
import { inTemporaryFolder, oddCheckpoint, runExport, toyCheckpoint } from './export-checkpoints.ts';
import { largestGap } from './whole-runtimes.ts';

const folder = (id: string): ModelFiles => ({ read: async (path) => readFile(join('models', id, path)) });
const golden = JSON.parse(readFileSync('tests/golden/golden.json', 'utf8'));
const text =
  'According to all known laws of aviation, there is no way that a bee should be able to fly. Its wings are too ' +
  "small to get its fat little body off the ground. The bee, of course, flies anyway. Because bees don't care " +
  'what humans think is impossible.';

describe.each(['tiny-softmax', 'tiny-softpick'])('%s on the reference', (id) => {
  const files = folder(id);

  test('every weight is the golden one within 2e-4', async () => {
    const card = parseCard(await files.read('card.json'), 'card.json');
    const model = await openModel(await openReferenceMachine('a test'), card, files);
    const trace = await run(model, golden[id].ids);
    const bytes = readFileSync(`tests/golden/${id}.weights.f32`);
    const wanted = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    const T = trace.tokens;
    let gap = 0;
    for (let layer = 0; layer < card.layers; layer += 1)
      for (let head = 0; head < card.heads; head += 1)
        for (let query = 0; query < T; query += 1) {
          const from = ((layer * card.heads + head) * T + query) * T;
          gap = Math.max(
            gap,
            largestGap(await trace.row(layer, head, query), wanted.subarray(from, from + T)),
          );
        }
    expect(gap).toBeLessThanOrEqual(2e-4);
    expect(wanted.some((weight) => weight > 0.5)).toBe(true);

    const weights = card.files.filter(({ path }) => path.endsWith('.bin'));
    const whole = await model.machine.runtime.createWholeSession(
      await files.read('graph.onnx'),
      await Promise.all(weights.map(async ({ path }) => ({ path, data: await files.read(path) }))),
    );
    const { logits } = await whole.run({ ids: model.machine.runtime.ids(golden[id].ids) });
    const last = (logits.data as Float32Array).subarray((T - 1) * card.vocabulary);
    expect(largestGap(trace.lastLogits, last)).toBeLessThanOrEqual(1e-3);
    await trace.release();
    await model.close();
  });

  test('the report of the command line has the golden numbers under their keys', async () => {
    const { report, pieces } = await inspect(files, { text, start: true });
    const want = golden[id];
    expect(report.ids).toEqual(want.ids);
    expect(pieces.map((piece) => piece.text).join('')).toBe(`<s>${text}`);
    expect(Math.abs((report.nll ?? 0) - want.nll)).toBeLessThanOrEqual(1e-4);
    expect(report.top.map(([token]) => token)).toEqual(want.top.map(([token]: number[]) => token));
    expect(largestGap(report.logit_last_head, want.logit_last_head)).toBeLessThanOrEqual(2e-3);
    expect([report.sink02, report.sink03]).toEqual([want.sink02, want.sink03]);
    expect(report.kurt / want.kurt).toBeCloseTo(1, 3);
    for (const key of ['col0', 'rowsum', 'outmax', 'off'] as const)
      expect(largestGap(report[key].flat(), want[key].flat()), key).toBeLessThanOrEqual(
        key === 'outmax' ? 2e-3 : 2e-4,
      );
    const cells = (want.T * (want.T + 1)) / 2;
    expect(largestGap(report.zero.flat(), want.zero.flat())).toBeLessThanOrEqual(1e-3 * cells);
  });
});

describe.each([
  { kind: 'grouped keys', options: ['--rule', 'softpick', '--kv-heads', '2', '--dtype', 'bf16'] },
  { kind: 'one key head for all', options: ['--rule', 'softmax', '--kv-heads', '1', '--dtype', 'f16'] },
  { kind: 'shards and a tied head', options: ['--rule', 'softpick', '--tied', '--shards', '3'] },
  ...[...rules.map(({ id }) => id), 'gated'].map((rule) => ({
    kind: `the rule ${rule}`,
    options: ['--rule', rule, '--kv-heads', '2', '--seed', '3'],
  })),
])('a checkpoint with $kind', ({ options }) => {
  test.each([1, 2, 63, 130])('agrees with the oracle on %d tokens', async (tokens) => {
    await inTemporaryFolder(async (place) => {
      const checkpoint = await toyCheckpoint(place, ...options);
      const out = join(place, 'model');
      expect((await runExport(checkpoint, '--out', out, '--weights', 'f32')).status).toBe(0);
      const files: ModelFiles = { read: async (path) => readFile(join(out, path)) };
      const card = parseCard(await files.read('card.json'), 'card.json');
      const model = await openModel(await openReferenceMachine('a test'), card, files);
      const ids = Array.from({ length: tokens }, (_, i) => (i * i * 7) % card.vocabulary);
      const trace = await run(model, ids);
      const wanted = forward(openCheckpoint(checkpoint), ids);
      const { zero, col0, nll } = summarise(wanted, ids);
      expect(largestGap(trace.lastLogits, wanted.logits.slice(-card.vocabulary))).toBeLessThanOrEqual(1e-3);
      if (tokens > 1) expect(trace.losses.reduce((a, b) => a + b, 0) / (tokens - 1)).toBeCloseTo(nll, 4);
      for (const [layer, survey] of trace.layers.entries()) {
        expect(largestGap(survey.zero, zero[layer])).toBeLessThanOrEqual(1e-3 * tokens * tokens);
        const first = col0[layer].map((_, head) => survey.columnMean[head * tokens]);
        expect(largestGap(first, col0[layer])).toBeLessThanOrEqual(2e-5);
      }
      await trace.release();
      await model.close();
    });
  });
});

describe.each([
  { kind: '8 bits, tied', weights: 'int8', options: ['--tied'] },
  {
    kind: '8 bits, grouped keys and a gate',
    weights: 'int8',
    options: ['--rule', 'gated', '--kv-heads', '2'],
  },
  { kind: '8 bits of sizes that no block divides', weights: 'int8', options: null },
  { kind: '4 bits', weights: 'int4', options: ['--rule', 'rectified', '--seed', '4'] },
  { kind: '4 bits, tied, of sizes that no block divides', weights: 'int4', options: null },
])('a checkpoint exported in $kind', ({ kind, weights, options }) => {
  test.each([1, 3, 40])(
    'agrees cut and on the reference with the oracle on its blocks, %d tokens',
    async (tokens) => {
      await inTemporaryFolder(async (place) => {
        const checkpoint = options
          ? await toyCheckpoint(place, ...options)
          : oddCheckpoint(join(place, 'odd'), { tied: kind.includes('tied'), keyHeads: 2 });
        const out = join(place, 'model');
        expect((await runExport(checkpoint, '--out', out, '--weights', weights)).status).toBe(0);
        const files: ModelFiles = { read: async (path) => readFile(join(out, path)) };
        const card = parseCard(await files.read('card.json'), 'card.json');
        expect(card.weights).toBe(weights);
        const model = await openModel(await openReferenceMachine('a test'), card, files);
        const ids = Array.from({ length: tokens }, (_, i) => (i * i * 7 + 3) % card.vocabulary);
        const trace = await run(model, ids);
        const wanted = forward(openExported(checkpoint, out), ids);
        const { zero } = summarise(wanted, ids);
        expect(largestGap(trace.lastLogits, wanted.logits.slice(-card.vocabulary))).toBeLessThanOrEqual(1e-3);
        for (const [layer, survey] of trace.layers.entries())
          expect(largestGap(survey.zero, zero[layer])).toBeLessThanOrEqual(1e-3 * tokens * tokens);
        await trace.release();
        await model.close();
      });
    },
  );
});
