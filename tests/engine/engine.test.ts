/** The real pair, cut at the operator and run on WebGPU: the golden weights, and one session of the whole file. */
import { beforeAll, describe, expect, test } from 'vitest';
import {
  download,
  type Machine,
  type ModelCard,
  type ModelFiles,
  openBrowserMachine,
  openModel,
  parseCard,
  run,
  type Trace,
} from '#engine';
import golden from '../golden/golden.json';
import softmaxWeights from '../golden/tiny-softmax.weights.f32?url';
import softpickWeights from '../golden/tiny-softpick.weights.f32?url';

const bytesOf = async (url: string) => new Uint8Array(await (await fetch(url)).arrayBuffer());
let machine: Machine;

beforeAll(async () => {
  machine = await openBrowserMachine((file) => download(file), true);
});

async function open(id: string) {
  const files: ModelFiles = { read: (path) => bytesOf(`/models/${id}/${path}`) };
  const card = parseCard(await files.read('card.json'), 'card.json');
  return { card, files, model: await openModel(machine, card, files) };
}

function largestGap(got: ArrayLike<number>, wanted: ArrayLike<number>): number {
  let gap = 0;
  // A NaN is no small gap.
  for (let i = 0; i < wanted.length; i += 1)
    gap = Math.max(gap, got[i] === wanted[i] ? 0 : Math.abs(got[i] - wanted[i]) || Number.POSITIVE_INFINITY);
  return gap;
}

/** Rows at both ends and on both sides of a workgroup's edge, of every head. */
async function gapOfRows(trace: Trace, { layers, heads }: ModelCard, wanted: Float32Array): Promise<number> {
  const T = trace.tokens;
  let gap = 0;
  for (let layer = 0; layer < layers; layer += 1)
    for (let head = 0; head < heads; head += 1)
      for (const query of [0, 1, 31, 32, 62, 63]) {
        const from = ((layer * heads + head) * T + query) * T;
        const row = await trace.row(layer, head, query);
        gap = Math.max(gap, largestGap(row, wanted.subarray(from, from + T)));
      }
  return gap;
}

/** The weights of all queries on the first key and on one in the middle, of every head. */
async function gapOfColumns(trace: Trace, { layers, heads }: ModelCard, wanted: Float32Array) {
  const T = trace.tokens;
  let gap = 0;
  for (let layer = 0; layer < layers; layer += 1)
    for (let head = 0; head < heads; head += 1)
      for (const key of [0, 31]) {
        const from = (layer * heads + head) * T * T + key;
        const column = await trace.column(layer, head, key);
        gap = Math.max(
          gap,
          largestGap(
            column,
            column.map((_, query) => wanted[from + query * T]),
          ),
        );
      }
  return gap;
}

/** Logits [T, V] of one session of the whole file on the same device; there shapes are computed on the CPU. */
async function wholeLogits(
  card: ModelCard,
  files: ModelFiles,
  ids: readonly number[],
): Promise<Float32Array> {
  const weights = card.files.filter(({ path }) => path.endsWith('.bin'));
  const data = await Promise.all(weights.map(async ({ path }) => ({ path, data: await files.read(path) })));
  const graph = await files.read('graph.onnx');
  return machine.runtime.turns(async () => {
    const session = await machine.runtime.createWholeSession(graph, data);
    const { logits } = await session.run({ ids: machine.runtime.ids(ids) });
    const values = (await logits.getData()) as Float32Array;
    await session.release();
    return values.slice();
  });
}

describe.each([
  { id: 'tiny-softmax', weights: softmaxWeights },
  { id: 'tiny-softpick', weights: softpickWeights },
] as const)('$id on WebGPU', ({ id, weights }) => {
  test('weights, zeros, loss and logits are the golden ones, and those of the whole file', async () => {
    expect(machine.kind).toBe('webgpu');
    const want = golden[id];
    const { card, files, model } = await open(id);
    const trace = await run(model, want.ids);
    const maps = new Float32Array((await bytesOf(weights)).buffer);
    expect(await gapOfRows(trace, card, maps)).toBeLessThanOrEqual(2e-4);
    expect(await gapOfColumns(trace, card, maps)).toBeLessThanOrEqual(2e-4);
    await expect(trace.column(card.layers, 0, 0)).rejects.toThrow(
      'engine: expected layer from 0 to 7, got 8',
    );
    expect(trace.losses.reduce((sum, loss) => sum + loss, 0) / trace.losses.length).toBeCloseTo(want.nll, 4);
    expect(largestGap(trace.lastLogits.subarray(0, 8), want.logit_last_head)).toBeLessThanOrEqual(2e-3);
    const cells = (want.T * (want.T + 1)) / 2;
    trace.layers.forEach(({ zero, columnMean }, layer) => {
      expect(largestGap(zero, want.zero[layer])).toBeLessThanOrEqual(1e-3 * cells);
      const first = want.col0[layer].map((_, head) => columnMean[head * want.T]);
      expect(largestGap(first, want.col0[layer])).toBeLessThanOrEqual(2e-4);
    });
    const whole = await wholeLogits(card, files, want.ids);
    const last = whole.subarray((want.T - 1) * card.vocabulary);
    expect(largestGap(trace.lastLogits, last)).toBeLessThanOrEqual(1e-3);
    await trace.release();
    await model.close();
  });
});

test('a run that is stopped between segments frees what it held, and the next one is right', async () => {
  const { model } = await open('tiny-softpick');
  const { ids, logit_last_head } = golden['tiny-softpick'];
  const abort = new AbortController();
  const stopped = run(model, ids, abort.signal);
  abort.abort();
  await expect(stopped).rejects.toThrow(/abort/i);
  const before = machine.held().bytes;
  const trace = await run(model, ids);
  expect(machine.held().bytes).toBeGreaterThan(before);
  expect(largestGap(trace.lastLogits.subarray(0, 8), logit_last_head)).toBeLessThanOrEqual(2e-3);
  await trace.release();
  expect(machine.held().bytes).toBe(before);
  await model.close();
});
