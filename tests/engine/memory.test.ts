/** Little memory: what is asked for in half, what is said, and what goes on working. */
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url';
import { beforeAll, expect, test } from 'vitest';
import { palettes } from '#attention';
import { type Machine, type OpenModel, openGpuMachine, openModel, run } from '#engine';
import { spare, trimSpare } from '#gpu';
import { makeModel } from '../bench/frame/model.ts';
import { openScarceGpu, type Scarce } from '../kernels/scarce.ts';

const KIB = 2 ** 10;
/** In f32 q and k of a layer take 16 KiB each. */
const ids = Array.from({ length: 64 }, (_, at) => (at * 31) % 97);
const shape = { layers: 4, hidden: 64, heads: 4, intermediate: 96, vocabulary: 97, longest: 64 };

let scarce: Scarce;
let machine: Machine<GPUBuffer>;
let model: OpenModel<GPUBuffer>;

beforeAll(async () => {
  scarce = await openScarceGpu();
  machine = await openGpuMachine(scarce.gpu, 'jspi', await (await fetch(wasm)).arrayBuffer());
  const { card, files } = makeModel(shape);
  model = await openModel(machine, card, files);
});

const gap = (a: Float32Array, b: Float32Array) =>
  a.reduce((most, value, at) => Math.max(most, Math.abs(value - b[at])), 0);

test('q and k that would take more than the bound are kept in half of it, and everything else goes on', async () => {
  const before = machine.held().bytes;
  const kept = async (mostF32: number) => {
    const trace = await run(model, ids, undefined, mostF32);
    const bytes = machine.held().bytes - before;
    const row = await trace.row(3, 2, 63);
    const all = [0, 64] as const;
    const place = { left: 0, top: 0, width: 8, height: 8, queries: all, keys: all, limit: 1 };
    const tiles = [{ layer: 3, head: 2, ...place }];
    (
      await trace.picture({ width: 8, height: 8, tiles, scale: 'sqrt', palette: palettes.warm.light })
    ).close();
    await trace.release();
    return { ...trace, row, bytes };
  };
  const exact = await kept(128 * KIB);
  const rounded = await kept(128 * KIB - 1);
  expect([exact.precision, rounded.precision]).toEqual(['f32', 'f16']);
  expect(exact.bytes - rounded.bytes).toBe(64 * KIB);
  expect(gap(rounded.row, exact.row)).toBeGreaterThan(0);
  expect(gap(rounded.row, exact.row)).toBeLessThan(1e-3);
  expect(gap(rounded.lastLogits, exact.lastLogits)).toBeLessThan(1e-2);
});

/** The device gives so many bytes more than it has given. */
function leave(bytes: number) {
  const given = () => machine.held().bytes + spare(scarce.gpu).bytes;
  trimSpare(scarce.gpu);
  const most = given() + bytes;
  scarce.give((_label, size) => given() + size <= most);
}

/** What a run of so many tokens asks for at its highest, in bytes. */
async function peakOf(tokens: number, mostF32: number): Promise<number> {
  trimSpare(scarce.gpu);
  const before = machine.held().bytes;
  let peak = 0;
  scarce.give((_label, size) => {
    peak = Math.max(peak, machine.held().bytes + spare(scarce.gpu).bytes + size - before);
    return true;
  });
  await (await run(model, ids.slice(0, tokens), undefined, mostF32)).release();
  return peak;
}

test('where memory runs out in f32 the same text is asked for once more in f16', async () => {
  const before = machine.held();
  leave((await peakOf(64, Number.POSITIVE_INFINITY)) - 32 * KIB);
  const trace = await run(model, ids);
  expect(trace.precision).toBe('f16');
  await trace.release();
  expect(machine.held()).toEqual(before);
});

test('a text for which there is no memory is told how much it asked for and how much would fit; half of that is answered', async () => {
  const before = machine.held();
  // Enough for all but the last layer.
  leave((await peakOf(64, 0)) - 150 * KIB);
  const failure = run(model, ids, undefined, 0);
  await expect(failure).rejects.toMatchObject({ kind: 'out-of-memory', recovered: true });
  const { message } = (await failure.catch((error) => error)) as Error;
  expect(message).toMatch(
    /^This text of 64 tokens asked for 1 MiB for its [\w ]+ beside 1 MiB in use, and got none\. About \d+ tokens would fit\.$/,
  );
  expect(machine.held()).toEqual(before);
  const fitting = Number(/About (\d+)/.exec(message)?.[1]);
  expect(fitting).toBeGreaterThan(40);
  const trace = await run(model, ids.slice(0, fitting / 2), undefined, 0);
  expect(trace.lastLogits.every(Number.isFinite)).toBe(true);
  await trace.release();
  expect(machine.held()).toEqual(before);
});

test('what fails of one text is thrown there, and not in another that runs beside it', async () => {
  const before = machine.held();
  trimSpare(scarce.gpu);
  // No text of five tokens asks for as much.
  scarce.give((label, bytes) => label !== 'q' || bytes < 4 * KIB);
  const [long, short] = await Promise.allSettled([run(model, ids), run(model, ids.slice(0, 5))]);
  expect(long).toMatchObject({ status: 'rejected', reason: { kind: 'out-of-memory' } });
  if (short.status === 'rejected') throw short.reason;
  await short.value.release();
  expect(machine.held()).toEqual(before);
});
