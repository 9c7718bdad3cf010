/** Steps of compute work: recorded in order into one pass, submitted together. */
import type { Gpu } from './open.ts';
import { timestamps } from './timing.ts';

/** A whole buffer, or its part. */
export type Binding = GPUBuffer | GPUBufferBinding;

export interface Step {
  readonly pipeline: GPUComputePipeline;
  /** Bindings 0, 1, 2, … of group 0. */
  readonly bindings: readonly Binding[];
  readonly workgroups: readonly [x: number, y?: number, z?: number];
}

type Record = (encoder: GPUCommandEncoder) => void;

const layouts = new WeakMap<GPUComputePipeline, GPUBindGroupLayout>();
const waiting = new WeakMap<Gpu, Set<Record>>();

/** Asking a pipeline for its layout is a call to the GPU process: once is enough. */
function layoutOf(pipeline: GPUComputePipeline): GPUBindGroupLayout {
  const found = layouts.get(pipeline) ?? pipeline.getBindGroupLayout(0);
  layouts.set(pipeline, found);
  return found;
}

/**
 * Has commands recorded in front of whatever is submitted next, since a submit of their own would cost more than they
 * do. What they read has to stay until then. Returns how to take them back, to be called if that may not come.
 */
export function defer(gpu: Gpu, record: Record): () => void {
  const records = waiting.get(gpu) ?? new Set();
  waiting.set(gpu, records);
  records.add(record);
  return () => void records.delete(record);
}

/** An encoder for the next submit, with what was deferred to it. */
export function createEncoder(gpu: Gpu, label: string): GPUCommandEncoder {
  const encoder = gpu.device.createCommandEncoder({ label });
  const records = waiting.get(gpu) ?? [];
  waiting.delete(gpu);
  for (const record of records) record(encoder);
  return encoder;
}

/** A later step sees what the earlier ones wrote. */
export function encode(gpu: Gpu, encoder: GPUCommandEncoder, label: string, steps: readonly Step[]): void {
  const pass = encoder.beginComputePass({ label, ...timestamps(gpu, label) });
  for (const { pipeline, bindings, workgroups } of steps) {
    const group = gpu.device.createBindGroup({
      label,
      layout: layoutOf(pipeline),
      entries: bindings.map((each, binding) => ({
        binding,
        resource: 'buffer' in each ? each : { buffer: each },
      })),
    });
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(...workgroups);
  }
  pass.end();
}

const gathered = new WeakMap<Gpu, Step[]>();

/**
 * All that `act` dispatches, in one pass: to time kernels without the ends of their passes. What it uploads is there
 * before the first of them runs, and what it frees is used again before: its uploads have to be alike.
 */
export function dispatchTogether(gpu: Gpu, label: string, act: () => void): void {
  const steps: Step[] = [];
  gathered.set(gpu, steps);
  try {
    act();
  } finally {
    gathered.delete(gpu);
  }
  dispatch(gpu, label, steps);
}

/** Records and submits; waits for nothing. */
export function dispatch(gpu: Gpu, label: string, steps: readonly Step[]): void {
  const together = gathered.get(gpu);
  if (together) {
    together.push(...steps);
    return;
  }
  const encoder = createEncoder(gpu, label);
  encode(gpu, encoder, label, steps);
  gpu.device.queue.submit([encoder.finish()]);
}
