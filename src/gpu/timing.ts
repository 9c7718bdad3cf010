/**
 * GPU time of compute passes, by the device's own clock: while somebody measures, every pass that is recorded writes
 * a timestamp where it begins and one where it ends.
 *
 * Chromium rounds timestamps to about 100 µs for ordinary pages, so that short passes come out as nothing. Started
 * with `--enable-unsafe-webgpu` it does not, as seen in version 156; Dawn's own switch for it is
 * `--disable-dawn-features=timestamp_quantization`.
 */
import { createBuffer, freeBuffers } from './memory.ts';
import type { Gpu } from './open.ts';
import { readBack } from './read.ts';

/** Milliseconds. */
export interface PassTime {
  readonly label: string;
  /** After the first pass began. */
  readonly start: number;
  readonly milliseconds: number;
}

/** WebGPU allows 4096 timestamps in a set. */
const MOST_PASSES = 2048;
const NANOSECONDS = 1e6;

interface Measuring {
  readonly set: GPUQuerySet;
  readonly labels: string[];
}

const measuring = new WeakMap<Gpu, Measuring>();

/** What a pass's descriptor needs so that it is timed: nothing while nobody measures. */
export function timestamps(gpu: Gpu, label: string): Pick<GPUComputePassDescriptor, 'timestampWrites'> {
  const now = measuring.get(gpu);
  if (!now) return {};
  if (now.labels.length === MOST_PASSES)
    throw new Error(`gpu: expected at most ${MOST_PASSES} passes in one measurement, got more`);
  const beginningOfPassWriteIndex = 2 * now.labels.length;
  now.labels.push(label);
  return {
    timestampWrites: {
      querySet: now.set,
      beginningOfPassWriteIndex,
      endOfPassWriteIndex: beginningOfPassWriteIndex + 1,
    },
  };
}

async function readTimes(gpu: Gpu, { set, labels }: Measuring): Promise<readonly PassTime[]> {
  if (labels.length === 0) return [];
  const bytes = 16 * labels.length;
  const usage = GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC;
  const buffer = createBuffer(gpu, 'timestamps', bytes, usage);
  try {
    const encoder = gpu.device.createCommandEncoder({ label: 'timestamps' });
    encoder.resolveQuerySet(set, 0, 2 * labels.length, buffer, 0);
    gpu.device.queue.submit([encoder.finish()]);
    const [read] = await readBack(gpu, [{ buffer, bytes }]);
    const clock = new BigUint64Array(read);
    return labels.map((label, at) => ({
      label,
      start: Number(clock[2 * at] - clock[0]) / NANOSECONDS,
      milliseconds: Number(clock[2 * at + 1] - clock[2 * at]) / NANOSECONDS,
    }));
  } finally {
    freeBuffers(gpu, [buffer]);
  }
}

/**
 * The time of each pass that is recorded by `encode` or `dispatch` until `act` has resolved, in their order; it must
 * have submitted them by then. Throws where the device has no clock to read, and while another measurement runs.
 */
export async function measurePasses(gpu: Gpu, act: () => unknown): Promise<readonly PassTime[]> {
  if (!gpu.features.has('timestamp-query'))
    throw new Error(`gpu: expected a device with timestamp-query, got ${gpu.name} without it`);
  if (measuring.has(gpu)) throw new Error('gpu: expected one measurement at a time, got a second');
  const set = gpu.device.createQuerySet({ label: 'passes', type: 'timestamp', count: 2 * MOST_PASSES });
  const now: Measuring = { set, labels: [] };
  measuring.set(gpu, now);
  try {
    await act();
    measuring.delete(gpu);
    return await readTimes(gpu, now);
  } finally {
    measuring.delete(gpu);
    set.destroy();
  }
}
