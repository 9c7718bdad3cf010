/** Models in 8 and 4 bits on WebGPU, with nothing left to the CPU: what the oracle gives for the same numbers. */
import { beforeAll, expect, test } from 'vitest';
import {
  download,
  type Machine,
  type ModelFiles,
  openBrowserMachine,
  openModel,
  parseCard,
  run,
} from '#engine';
import { blockCases, type Wanted } from './block-cases.ts';

let machine: Machine;

beforeAll(async () => {
  machine = await openBrowserMachine((file) => download(file), true);
});

const largestGap = (got: ArrayLike<number>, wanted: readonly number[]) =>
  wanted.reduce((most, value, at) => Math.max(most, Math.abs(got[at] - value)), 0);

test.each(blockCases)('$name: logits within 1e-3 and the zeros of every head', async ({ name, tokens }) => {
  expect(machine.kind).toBe('webgpu');
  const fetched = (path: string) => fetch(`/tests/artefacts/models/${name}/${path}`);
  const files: ModelFiles = {
    read: async (path) => new Uint8Array(await (await fetched(path)).arrayBuffer()),
  };
  const cases: readonly Wanted[] = await (await fetched('wanted.json')).json();
  expect(cases.map(({ ids }) => ids.length)).toEqual(tokens);
  const model = await openModel(machine, parseCard(await files.read('card.json'), name), files);
  for (const { ids, lastLogits, zero } of cases) {
    const trace = await run(model, ids);
    expect(trace.lastLogits).toHaveLength(lastLogits.length);
    expect(trace.lastLogits.every(Number.isFinite)).toBe(true);
    expect(largestGap(trace.lastLogits, lastLogits)).toBeLessThanOrEqual(1e-3);
    for (const [layer, survey] of trace.layers.entries())
      expect(largestGap(survey.zero, zero[layer])).toBeLessThanOrEqual(1e-3 * ids.length ** 2);
    await trace.release();
  }
  await model.close();
});
