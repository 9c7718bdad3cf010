/** The forward pass of one layer on the GPU: rotate queries and keys, then attend; the map is never stored. */
import { createBuffer, dispatch, freeBuffers, type Gpu, upload } from '#gpu';
import type { Kernels } from './kernels.ts';
import { checkParameter } from './parameter.ts';
import { checkShape, shapeBytes, sizesOf } from './shape.ts';
import type { Attended, KeptLayer, LayerInput } from './types.ts';

/** Invocations of a workgroup of `rope.wgsl`. */
const ROPE_THREADS = 64;

/** The first numbers of a buffer that may be larger; throws if it is smaller. */
export function front(name: string, buffer: GPUBuffer, numbers: number): GPUBufferBinding {
  if (buffer.size < 4 * numbers)
    throw new Error(`attention: expected at least ${4 * numbers} bytes in ${name}, got ${buffer.size}`);
  return { buffer, size: 4 * numbers };
}

/** Records and submits; waits for nothing. */
export function attend(
  gpu: Gpu,
  { queries, pipelines }: Kernels,
  input: LayerInput<GPUBuffer>,
): Attended<GPUBuffer> {
  const { shape, rule, precision = 'f32' } = input;
  checkShape(shape);
  const { tokens, heads, keyHeads, headSize } = shape;
  const sizes = sizesOf(shape);
  const qkv = front('qkv', input.qkv, sizes.qkv);
  const cos = front('cos', input.cos, sizes.angles);
  const sin = front('sin', input.sin, sizes.angles);
  const parameter = checkParameter(input) ? [front('parameter', input.parameter, heads)] : [];
  const made: GPUBuffer[] = [];
  const keep = (buffer: GPUBuffer) => {
    made.push(buffer);
    return buffer;
  };
  const make = (name: string, numbers: number) => keep(createBuffer(gpu, name, 4 * numbers));
  try {
    const tiles = Math.ceil(tokens / queries);
    const share = precision === 'f16' ? 1 / 2 : 1;
    const q = make('q', share * sizes.q);
    const k = make('k', share * sizes.k);
    const rows = make('rows', sizes.rows);
    const sums = make('sums', heads * tokens);
    const tallies = make('tallies', 2 * heads * tiles);
    const output = make('output', sizes.q);
    const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
    const uniform = keep(upload(gpu, 'shape', shapeBytes(shape), usage));
    const turns = ((heads + keyHeads) * headSize) / 4;
    dispatch(gpu, 'attend', [
      {
        pipeline: pipelines.rope,
        bindings: [uniform, qkv, cos, sin, q, k, ...parameter],
        workgroups: [Math.ceil(turns / ROPE_THREADS), tokens],
      },
      {
        pipeline: pipelines.forward,
        bindings: [uniform, q, k, qkv, output, rows, sums, tallies, ...parameter],
        workgroups: [Math.ceil(tiles / 2), heads],
      },
    ]);
    freeBuffers(gpu, [uniform]);
    return { kept: { shape, rule, precision, q, k, rows, sums, tallies }, output };
  } catch (error) {
    freeBuffers(gpu, made);
    throw error;
  }
}

export function release(gpu: Gpu, layers: readonly KeptLayer<GPUBuffer>[]): void {
  for (const { q, k, rows, sums, tallies } of layers) freeBuffers(gpu, [q, k, rows, sums, tallies]);
}
