/** What went wrong on the device: WebGPU reports it later and aside, callers get it thrown where they wait. */
import type { Gpu } from './open.ts';

/** The device is gone, and every buffer on it: only a new device helps. */
export class DeviceLost extends Error {
  constructor(reason: string, message: string) {
    super(`gpu: expected the device to stay, got lost (${reason}): ${message}`);
    this.name = 'DeviceLost';
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
