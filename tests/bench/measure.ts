/** What the bench pages share: how often they measure, medians of GPU and wall time, and lines to /log. */
import { type Gpu, measurePasses, type PassTime } from '#gpu';

/** `?runs=` and `?warm=` (warm-ups before them); one run is enough where a CPU stands in for the GPU. */
export const query = new URLSearchParams(location.search);
export const runs = Number(query.get('runs') ?? 15);
export const warm = Number(query.get('warm') ?? Math.min(3, runs));
export const tokensAsked = (missing: string) => (query.get('tokens') ?? missing).split(',').map(Number);

/** Milliseconds; `gpu` is the sum over the compute passes, null where the device has no clock. */
export interface Cost {
  readonly gpu: number | null;
  readonly wall: number;
}

/** A cost with the passes it is made of. */
export interface Run extends Cost {
  readonly passes: readonly PassTime[];
}

const short = (_: string, value: unknown) =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value;

/** One line; objects as compact JSON. */
export const log = (line: unknown) =>
  fetch('/log', { method: 'POST', body: typeof line === 'string' ? line : JSON.stringify(line, short) });

export const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** The cost that counts: by the device's clock where it has one. */
export const costOf = ({ gpu, wall }: Cost) => gpu ?? wall;

/** In nanoseconds, each that has been read. */
const read = new Set<number>();

/** One run: wall time from an idle device to the device's word that it is done. */
export async function once(gpu: Gpu, act: () => unknown): Promise<Run> {
  let wall = 0;
  const timed = async () => {
    await gpu.device.queue.onSubmittedWorkDone();
    const start = performance.now();
    await act();
    await gpu.device.queue.onSubmittedWorkDone();
    wall = performance.now() - start;
  };
  if (!gpu.features.has('timestamp-query')) {
    await timed();
    return { gpu: null, wall, passes: [] };
  }
  const passes = await measurePasses(gpu, timed);
  for (const { milliseconds } of passes) read.add(Math.round(milliseconds * 1e6));
  return { gpu: passes.reduce((sum, { milliseconds }) => sum + milliseconds, 0), wall, passes };
}

/** Of several runs. */
export function medianOf(costs: readonly Cost[]): Cost {
  const gpu = costs.flatMap((cost) => cost.gpu ?? []);
  return { gpu: gpu.length ? median(gpu) : null, wall: median(costs.map(({ wall }) => wall)) };
}

/** Median of `count` runs after `before` warm-ups. */
export async function timed(gpu: Gpu, act: () => unknown, count = runs, before = warm): Promise<Cost> {
  const costs: Cost[] = [];
  for (let i = 0; i < before + count; i += 1) costs.push(await once(gpu, act));
  return medianOf(costs.slice(before));
}

/** How far the times that were read can be trusted: Chromium rounds them to 100 µs, or 2¹⁶ ns, unless told not to. */
export function clock(): string {
  const times = [...read];
  const step = [100_000, 2 ** 16].find((each) => times.every((time) => time % each === 0));
  if (times.length === 0) return 'none';
  return step ? `rounded to ${step} ns` : 'not rounded';
}

/** A limit and what was measured against it. */
export const judge = (limit: string, value: number, met: boolean) => log({ limit, value, met });

/** Runs a page: what fails is a line, and DONE comes last. */
export function finish(main: () => Promise<void>): void {
  main()
    .catch((error) => log(`FAILED ${error.message}`))
    .finally(() => log('DONE'));
}
