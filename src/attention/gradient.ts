/** The backward pass of one layer on the GPU; its kernels are compiled for those alone who ask for it. */
import { compile, createBuffer, dispatch, freeBuffers, type Gpu, upload } from '#gpu';
import { front } from './forward.ts';
import { type GradientKernelName, gradientCode } from './gradient-code.ts';
import { gradientPlanFor } from './gradient-plan.ts';
import type { Plan } from './plan.ts';
import { slopesOf } from './reference-gradient.ts';
import { type RuleId, ruleNamed } from './rules.ts';
import { checkHeadSize, checkShape, shapeBytes, sizesOf } from './shape.ts';
import type { Gradient, GradientInput, LayerGradient, Precision } from './types.ts';

interface Kernels {
  readonly plan: Plan;
  readonly pipelines: Readonly<Record<GradientKernelName, GPUComputePipeline>>;
}

/** What decides which kernels a layer needs. */
type Kind = Pick<LayerGradient<GPUBuffer>, 'shape' | 'rule' | 'precision'>;

/** Invocations of a workgroup of `gradient-rope.wgsl`. */
const ROPE_THREADS = 64;

async function compileKernels(
  gpu: Gpu,
  id: RuleId,
  headSize: number,
  precision: Precision,
): Promise<Kernels> {
  const rule = ruleNamed(id);
  slopesOf(rule);
  checkHeadSize(headSize);
  const plan = gradientPlanFor(headSize, gpu.device.limits.maxComputeWorkgroupStorageSize, gpu.software);
  const texts = gradientCode(rule, headSize, plan, precision);
  const compiled = (name: GradientKernelName) =>
    compile(gpu, `gradient ${name} ${id} ${headSize} ${precision}`, texts[name]);
  const [queries, keys, rope] = await Promise.all([compiled('queries'), compiled('keys'), compiled('rope')]);
  return { plan, pipelines: { queries, keys, rope } };
}

const uploadShape = (gpu: Gpu, { shape }: Kind) =>
  upload(gpu, 'shape', shapeBytes(shape), GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST);

function differentiate(
  gpu: Gpu,
  { plan, pipelines }: Kernels,
  { kept, qkv, output }: GradientInput<GPUBuffer>,
): LayerGradient<GPUBuffer> {
  const { shape, rule, precision, q, k, rows } = kept;
  checkShape(shape);
  const { tokens, heads, keyHeads } = shape;
  const sizes = sizesOf(shape);
  const values = front('qkv', qkv, sizes.qkv);
  const given = front('the gradient of the output', output, sizes.q);
  const made: GPUBuffer[] = [];
  const make = (name: string, numbers: number) => {
    const buffer = createBuffer(gpu, name, 4 * numbers);
    made.push(buffer);
    return buffer;
  };
  try {
    const gradient = {
      q: make('gradient of q', sizes.q),
      k: make('gradient of k', sizes.k),
      v: make('gradient of v', sizes.k),
    };
    const means = make('means', heads * tokens);
    const uniform = uploadShape(gpu, kept);
    made.push(uniform);
    dispatch(gpu, 'differentiate', [
      {
        pipeline: pipelines.queries,
        bindings: [uniform, q, k, values, rows, given, means, gradient.q],
        workgroups: [Math.ceil(tokens / ((plan.threads / plan.lanes) * plan.rows)), heads],
      },
      {
        pipeline: pipelines.keys,
        bindings: [uniform, q, k, values, rows, given, means, gradient.k, gradient.v],
        workgroups: [Math.ceil(tokens / (4 * plan.lanes)), keyHeads],
      },
    ]);
    freeBuffers(gpu, [means, uniform]);
    return { shape, rule, precision, ...gradient };
  } catch (error) {
    freeBuffers(gpu, made);
    throw error;
  }
}

function rotateBack(
  gpu: Gpu,
  { pipelines }: Kernels,
  gradient: LayerGradient<GPUBuffer>,
  cos: GPUBuffer,
  sin: GPUBuffer,
): GPUBuffer {
  const { tokens, heads, keyHeads, headSize } = gradient.shape;
  const sizes = sizesOf(gradient.shape);
  const angles = [front('cos', cos, sizes.angles), front('sin', sin, sizes.angles)];
  const pairs = ((heads + 2 * keyHeads) * headSize) / 2;
  const uniform = uploadShape(gpu, gradient);
  try {
    const qkv = createBuffer(gpu, 'gradient of qkv', 4 * sizes.qkv);
    dispatch(gpu, 'rotate back', [
      {
        pipeline: pipelines.rope,
        bindings: [uniform, ...angles, gradient.q, gradient.k, gradient.v, qkv],
        workgroups: [Math.ceil(pairs / ROPE_THREADS), tokens],
      },
    ]);
    return qkv;
  } finally {
    freeBuffers(gpu, [uniform]);
  }
}

/** Records and submits, and waits for nothing but `prepare`. */
export function createGradient(gpu: Gpu): Gradient<GPUBuffer> {
  const ready = new Map<string, Kernels>();
  const kindOf = (rule: RuleId, headSize: number, precision: Precision) =>
    `${rule}, ${headSize}, ${precision}`;
  const kernelsOf = ({ rule, shape, precision }: Kind) => {
    const kind = kindOf(rule, shape.headSize, precision);
    const found = ready.get(kind);
    if (!found)
      throw new Error(`attention: expected prepare(${kind}) of the gradient to have resolved, got none`);
    return found;
  };
  return {
    async prepare(rule, headSize, precision = 'f32') {
      const kernels = await compileKernels(gpu, rule, headSize, precision);
      ready.set(kindOf(rule, headSize, precision), kernels);
    },
    differentiate: (input) => differentiate(gpu, kernelsOf(input.kept), input),
    rotateBack: (gradient, cos, sin) => rotateBack(gpu, kernelsOf(gradient), gradient, cos, sin),
    release: (buffers) => freeBuffers(gpu, buffers),
  };
}
