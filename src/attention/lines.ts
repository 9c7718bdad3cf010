/** Numbers of one head, read back from the GPU: the weights of a query, the weights on a key, the sums of all rows. */
import { createBuffer, dispatch, freeBuffers, type Gpu, readBack, upload } from '#gpu';
import type { Kernels } from './kernels.ts';
import { checkColumn, checkHead, checkRow } from './request.ts';
import { shapeBytes } from './shape.ts';
import type { KeptLayer } from './types.ts';

/** Invocations of a workgroup of `row.wgsl` and of `column.wgsl`. */
const THREADS = 64;

/** [T] weights of the query or on the key at `at`, as the kernel has it. */
async function line(
  gpu: Gpu,
  pipeline: GPUComputePipeline,
  layer: KeptLayer<GPUBuffer>,
  head: number,
  at: number,
): Promise<Float32Array> {
  const { q, k, rows } = layer;
  const { tokens } = layer.shape;
  const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
  const shape = upload(gpu, 'shape', shapeBytes(layer.shape), usage);
  const asked = upload(gpu, 'asked', new Uint32Array([head, at]), usage);
  const weights = createBuffer(gpu, 'weights', 4 * tokens);
  try {
    dispatch(gpu, 'weights', [
      {
        pipeline,
        bindings: [shape, q, k, rows, asked, weights],
        workgroups: [Math.ceil(tokens / THREADS)],
      },
    ]);
    const [read] = await readBack(gpu, [{ buffer: weights, bytes: 4 * tokens }]);
    return new Float32Array(read);
  } finally {
    freeBuffers(gpu, [shape, asked, weights]);
  }
}

export async function row(
  gpu: Gpu,
  { pipelines }: Kernels,
  layer: KeptLayer<GPUBuffer>,
  head: number,
  query: number,
): Promise<Float32Array> {
  checkRow(layer, head, query);
  return line(gpu, pipelines.row, layer, head, query);
}

export async function column(
  gpu: Gpu,
  { pipelines }: Kernels,
  layer: KeptLayer<GPUBuffer>,
  head: number,
  key: number,
): Promise<Float32Array> {
  checkColumn(layer, head, key);
  return line(gpu, pipelines.column, layer, head, key);
}

export async function rowSums(gpu: Gpu, layer: KeptLayer<GPUBuffer>, head: number): Promise<Float32Array> {
  checkHead(layer, head);
  const bytes = 4 * layer.shape.tokens;
  const [read] = await readBack(gpu, [{ buffer: layer.sums, offset: head * bytes, bytes }]);
  return new Float32Array(read);
}
