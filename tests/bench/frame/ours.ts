/** Our frame, timed: whole, the run alone, the picture alone, and by its passes. */
import { forward, type OpenModel, run } from '#engine';
import type { Gpu } from '#gpu';
import { atlasRequest } from '../atlas.ts';
import { median, once, runs, warm } from '../measure.ts';

/** Runs whose passes are timed, which takes a little longer: apart from those whose wall time counts. */
const TIMED_RUNS = Math.min(runs, 5);

/** Median milliseconds until the device is idle again; after each run `after` lets go of what it left. */
export async function wallOf<R>(
  { device }: Gpu,
  act: () => Promise<R>,
  after: (left: R) => unknown,
): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < warm + runs; i += 1) {
    await device.queue.onSubmittedWorkDone();
    const start = performance.now();
    const left = await act();
    await device.queue.onSubmittedWorkDone();
    times.push(performance.now() - start);
    await after(left);
  }
  return median(times.slice(warm));
}

/** GPU milliseconds of our passes by label, median of the timed runs; ONNX Runtime's own are not seen. */
async function passesOf(gpu: Gpu, act: () => Promise<unknown>) {
  if (!gpu.features.has('timestamp-query')) return null;
  const sums = new Map<string, number[]>();
  for (let i = 0; i < TIMED_RUNS; i += 1)
    for (const { label, milliseconds } of (await once(gpu, act)).passes) {
      const own = sums.get(label) ?? [];
      own[i] = (own[i] ?? 0) + milliseconds;
      sums.set(label, own);
    }
  return Object.fromEntries([...sums].map(([label, values]) => [label, median(values)]));
}

export async function timeOurs(gpu: Gpu, model: OpenModel<GPUBuffer>, ids: readonly number[]) {
  const { layers, heads } = model.card;
  const [first, other] = (['sqrt', 'log'] as const).map((scale) =>
    atlasRequest(layers, heads, ids.length, scale),
  );
  const frame = async () => {
    const trace = await forward(model, ids);
    (await trace.picture(first)).close();
    await trace.numbers;
    return trace;
  };
  const whole = await wallOf(gpu, frame, (trace) => trace.release());
  const runAlone = await wallOf(
    gpu,
    () => run(model, ids),
    (trace) => trace.release(),
  );
  const trace = await frame();
  let turn = 0;
  const redraw = () => {
    turn += 1;
    return trace.picture(turn % 2 ? other : first);
  };
  const redrawAlone = await wallOf(gpu, redraw, (bitmap) => bitmap.close());
  const redrawPasses = await passesOf(gpu, async () => (await redraw()).close());
  await trace.release();
  const passes = await passesOf(gpu, async () => (await frame()).release());
  return { frame: whole, run: runAlone, redraw: redrawAlone, passes, redrawPasses };
}
