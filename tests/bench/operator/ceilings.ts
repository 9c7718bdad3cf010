/** Two ceilings of the device, measured: bytes moved and multiply-adds done in a second. */
import { compile, createBuffer, dispatch, freeBuffers, type Gpu, type Step } from '#gpu';
import { costOf, timed } from '../measure.ts';
import copyCode from './copy.wgsl?raw';
import multiplyCode from './multiply.wgsl?raw';

export interface Ceilings {
  /** Bytes a second, read and written. */
  readonly bandwidth: number;
  /** Multiply-adds a second, each counted as two. */
  readonly throughput: number;
}

/** As in multiply.wgsl: rounds × 16 multiply-adds × 4 numbers × 2. */
const FLOPS_OF_INVOCATION = 64 * 16 * 4 * 2;
const THREADS = 256;
const TIMES = 10;
const WARM_INVOCATIONS = 2 ** 22;
const WARM_ROUNDS = 15;

/**
 * Keeps the device busy for a while: one that has idled runs at a lower clock, and would do so for whoever is measured
 * first.
 */
export async function warmUp(gpu: Gpu): Promise<void> {
  if (gpu.software) return;
  const bindings = [createBuffer(gpu, 'source', 2 ** 20), createBuffer(gpu, 'into', 2 ** 26)];
  const workgroups = [WARM_INVOCATIONS / THREADS] as const;
  const step: Step = { pipeline: await compile(gpu, 'multiply', multiplyCode), bindings, workgroups };
  for (let i = 0; i < WARM_ROUNDS; i += 1) {
    dispatch(gpu, 'warm-up', Array(TIMES).fill(step));
    await gpu.device.queue.onSubmittedWorkDone();
  }
  freeBuffers(gpu, bindings);
}

/** Both by GPU time, as the kernels that are held against them. */
export async function measureCeilings(gpu: Gpu): Promise<Ceilings> {
  // A CPU that stands in for the GPU would take minutes for what a GPU needs to be kept busy.
  const bytes = Math.min((gpu.software ? 4 : 256) * 2 ** 20, gpu.device.limits.maxStorageBufferBindingSize);
  const invocations = (gpu.software ? 4 : 8192) * THREADS;
  const bindings = [createBuffer(gpu, 'source', bytes), createBuffer(gpu, 'into', bytes)];
  const seconds = async (label: string, code: string, workgroups: Step['workgroups']) => {
    const step: Step = { pipeline: await compile(gpu, label, code), bindings, workgroups };
    return costOf(await timed(gpu, () => dispatch(gpu, label, Array(TIMES).fill(step)))) / 1000;
  };
  const copied = await seconds('copy', copyCode, [bytes / 16 / THREADS / 16, 16]);
  const multiplied = await seconds('multiply', multiplyCode, [invocations / THREADS]);
  freeBuffers(gpu, bindings);
  return {
    bandwidth: (TIMES * 2 * bytes) / copied,
    throughput: (TIMES * invocations * FLOPS_OF_INVOCATION) / multiplied,
  };
}
