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

/** A later step sees what the earlier ones wrote. */
export function encode(gpu: Gpu, encoder: GPUCommandEncoder, label: string, steps: readonly Step[]): void {
  const pass = encoder.beginComputePass({ label, ...timestamps(gpu, label) });
  for (const { pipeline, bindings, workgroups } of steps) {
    const group = gpu.device.createBindGroup({
      label,
      layout: pipeline.getBindGroupLayout(0),
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

/** Records and submits; waits for nothing. */
export function dispatch(gpu: Gpu, label: string, steps: readonly Step[]): void {
  const encoder = gpu.device.createCommandEncoder({ label });
  encode(gpu, encoder, label, steps);
  gpu.device.queue.submit([encoder.finish()]);
}
