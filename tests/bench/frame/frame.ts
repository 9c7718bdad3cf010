/**
 * A whole frame, from token ids to the picture of all heads: ours against the same file whole in ONNX Runtime, with
 * its maps left on the GPU and with them read back; float32 weights made here from a seed, all in one run.
 * `?shape=toy` is small enough for a CPU, `?tokens=32,256` sets the lengths, `?runs=` and `?warm=` how often, and
 * `?against=nothing,maps,everything` what the whole file reads back.
 */
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url';
import { lossesOf, type OpenModel, openGpuMachine, openModel, run } from '#engine';
import { openGpu } from '#gpu';
import { shapes } from '../../../models/random/shapes.ts';
import { clock, finish, judge, log, query, runs, tokensAsked, warm } from '../measure.ts';
import { makeModel } from './model.ts';
import { timeOurs, wallOf } from './ours.ts';
import { dispose, openWhole, type ReadBack, type Whole } from './whole.ts';

type Model = OpenModel<GPUBuffer>;

interface Row {
  readonly tokens: number;
  readonly ours: Awaited<ReturnType<typeof timeOurs>>;
  /** Milliseconds by what is read back. */
  readonly whole: Partial<Record<ReadBack, number>>;
}

const idsOf = (tokens: number, vocabulary: number) =>
  Array.from({ length: tokens }, (_, at) => (at * 7919 + 1) % vocabulary);

const largestGap = (a: Float32Array, b: Float32Array) =>
  a.reduce((largest, value, at) => Math.max(largest, Math.abs(value - b[at])), 0);

/** Ours against the whole file: the last token's logits, and the losses, which all logits go into. */
async function compare(model: Model, whole: Whole, ids: readonly number[]) {
  const { vocabulary } = model.card;
  const trace = await run(model, ids);
  const results = await whole.run(ids);
  const logits = (await results.logits.getData()) as Float32Array;
  dispose(results);
  await trace.release();
  return {
    tokens: ids.length,
    lastLogits: largestGap(trace.lastLogits, logits.subarray(-vocabulary)),
    losses: largestGap(trace.losses, lossesOf(logits, ids, vocabulary)),
  };
}

async function judgeAll(rows: readonly Row[]): Promise<void> {
  const most = new Map([
    [32, 1],
    [256, 0.75],
    [512, 0.5],
  ]);
  for (const { tokens, ours, whole } of rows) {
    const { nothing, maps, everything } = whole;
    const limit = most.get(tokens);
    if (nothing && limit) {
      const share = ours.frame / nothing;
      await judge(`T = ${tokens}: at most ${limit} of the whole file, maps left`, share, share <= limit);
    }
    if (tokens !== 256) continue;
    for (const [name, time] of Object.entries({ maps, everything }))
      if (time) {
        const gain = time / ours.frame;
        await judge(`T = 256: 12 times faster than the whole file, ${name} read back`, gain, gain >= 12);
      }
    await judge('T = 256: a frame in 20 ms', ours.frame, ours.frame <= 20);
  }
}

async function main() {
  const shape = shapes[query.get('shape') ?? '340m'];
  const against = (query.get('against') ?? 'nothing,maps,everything')
    .split(',')
    .filter(Boolean) as ReadBack[];
  const gpu = await openGpu();
  const { userAgent } = navigator;
  const runtime = (await import('onnxruntime-web/jspi')).env.versions.web;
  await log({ page: 'frame', adapter: gpu.name, userAgent, runtime, shape, runs, warm });

  const machine = await openGpuMachine(gpu, 'jspi', await (await fetch(wasm)).arrayBuffer());
  const start = performance.now();
  const made = makeModel(shape);
  for (const path of made.paths) await made.files.read(path);
  const weightsMade = performance.now();
  const model = await openModel(machine, made.card, made.files);
  const opened = performance.now();
  const wholes = new Map<ReadBack, Whole>();
  for (const readBack of against) wholes.set(readBack, await openWhole(model, made, readBack));
  const { parameters } = made.card;
  await log({
    parameters,
    makeMs: weightsMade - start,
    openMs: opened - weightsMade,
    wholeMs: performance.now() - opened,
  });

  // The first lengths must not pay for the compilation of JavaScript and WebAssembly, of any contestant.
  const early = idsOf(16, shape.vocabulary);
  for (let i = 0; i < 3 * warm; i += 1) {
    for (const each of wholes.values()) dispose(await each.run(early));
    await (await run(model, early)).release();
  }

  const rows: Row[] = [];
  for (const tokens of tokensAsked('32,256,512')) {
    const ids = idsOf(tokens, shape.vocabulary);
    const [whole] = wholes.values();
    if (whole && rows.length === 0) await log({ differenceFromWhole: await compare(model, whole, ids) });
    const ours = await timeOurs(gpu, model, ids);
    const times: Partial<Record<ReadBack, number>> = {};
    for (const [readBack, each] of wholes) times[readBack] = await wallOf(gpu, () => each.run(ids), dispose);
    const row: Row = { tokens, ours, whole: times };
    rows.push(row);
    await log(row);
  }
  await judgeAll(rows);
  await log({ clock: clock() });
  for (const whole of wholes.values()) await whole.close();
  await model.close();
}

finish(main);
