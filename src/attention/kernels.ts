/** The compiled kernels for layers of one rule, head size and precision. */
import { compile, type Gpu } from '#gpu';
import { type KernelName, kernelCode } from './code.ts';
import { planFor } from './plan.ts';
import type { Rule } from './rules.ts';
import { checkHeadSize } from './shape.ts';
import type { Precision } from './types.ts';

export interface Kernels {
  /** Queries and keys of a tile of scores. */
  readonly queries: number;
  readonly keys: number;
  readonly pipelines: Readonly<Record<KernelName, GPUComputePipeline>>;
}

/** Throws where the WGSL does not compile on the device. */
export async function compileKernels(
  gpu: Gpu,
  rule: Rule,
  headSize: number,
  precision: Precision,
): Promise<Kernels> {
  checkHeadSize(headSize);
  const plan = planFor(headSize, gpu.device.limits.maxComputeWorkgroupStorageSize, gpu.software);
  const texts = Object.entries(kernelCode(rule, headSize, plan, precision));
  const pipelines = await Promise.all(
    texts.map(
      async ([name, text]) =>
        [name, await compile(gpu, `${name} ${rule.id} ${headSize} ${precision}`, text)] as const,
    ),
  );
  return {
    queries: (plan.threads / plan.lanes) * plan.rows,
    keys: 4 * plan.lanes,
    pipelines: Object.fromEntries(pipelines) as Record<KernelName, GPUComputePipeline>,
  };
}
