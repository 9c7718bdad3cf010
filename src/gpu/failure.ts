/** What went wrong on the device: WebGPU reports it later and aside, callers get it thrown where they wait. */
import type { Gpu } from './open.ts';

/** The device is gone, and every buffer on it: only a new device helps. */
export class DeviceLost extends Error {
  constructor(reason: string, message: string) {
    super(`gpu: expected the device to stay, got lost (${reason}): ${message}`);
    this.name = 'DeviceLost';
  }
}

const MB = 2 ** 20;

/** A buffer that the device did not give. */
export class OutOfMemory extends Error {
  /** Bytes asked for, and held at that time. */
  readonly asked: number;
  readonly held: number;

  /** `most`: bytes that the device allows of one buffer, where that is what stood in the way. */
  constructor(label: string, asked: number, held: number, most?: number) {
    const wanted = `${Math.ceil(asked / MB)} MiB for ${label}`;
    super(
      most === undefined
        ? `gpu: out of memory: expected ${wanted} beside ${Math.ceil(held / MB)} MiB in use, got none`
        : `gpu: out of memory: expected at most ${Math.floor(most / MB)} MiB in one buffer, got ${wanted}`,
    );
    this.name = 'OutOfMemory';
    this.asked = asked;
    this.held = held;
  }
}

const failures = new WeakMap<Gpu, Error[]>();

/** Losing a device and failing a pending read are reported in no fixed order, at most about so far apart. */
const GRACE_MS = 100;

function errorOf(error: GPUError): Error {
  const outOfMemory = typeof GPUOutOfMemoryError !== 'undefined' && error instanceof GPUOutOfMemoryError;
  return new Error(`gpu: ${outOfMemory ? 'out of memory' : 'expected a valid call, got'}: ${error.message}`);
}

/** Keeps the errors that nobody waits for, until someone does. */
export function watchFailures(gpu: Gpu): void {
  const found: Error[] = [];
  failures.set(gpu, found);
  gpu.device.addEventListener('uncapturederror', (event) => {
    event.preventDefault();
    found.push(errorOf(event.error));
  });
  gpu.lost.then(({ reason, message }) => found.unshift(new DeviceLost(reason, message)));
}

/** Keeps a failure until someone waits. */
export function noteFailure(gpu: Gpu, error: Error): void {
  failures.get(gpu)?.push(error);
}

/** Throws the first thing that failed since the last call; a lost device every time. */
export function throwFailure(gpu: Gpu): void {
  const found = failures.get(gpu) ?? [];
  const [first] = found;
  if (!(first instanceof DeviceLost)) found.length = 0;
  if (first) throw first;
}

/** Throws what explains a failed wait: the lost device, a recorded failure, or the wait's own error. */
export async function throwCause(gpu: Gpu, error: unknown): Promise<never> {
  await Promise.race([gpu.lost, new Promise((wake) => setTimeout(wake, GRACE_MS))]);
  throwFailure(gpu);
  throw error;
}
