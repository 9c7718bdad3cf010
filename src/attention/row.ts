/** One query's weights, read back from the GPU. */
import { createBuffer, dispatch, freeBuffers, type Gpu, readBack, upload } from '#gpu';
import type { Kernels } from './kernels.ts';
import { checkRow } from './request.ts';
import { shapeBytes } from './shape.ts';
import type { KeptLayer } from './types.ts';

/** Invocations of a workgroup of `row.wgsl`. */
const THREADS = 64;

export async function row(
  gpu: Gpu,
  { pipelines }: Kernels,
  layer: KeptLayer<GPUBuffer>,
  head: number,
  query: number,
): Promise<Float32Array> {
  checkRow(layer, head, query);
  const { q, k, rows } = layer;
  const { tokens } = layer.shape;
  const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
  const shape = upload(gpu, 'shape', shapeBytes(layer.shape), usage);
  const asked = upload(gpu, 'asked', new Uint32Array([head, query]), usage);
  const weights = createBuffer(gpu, 'weights', 4 * tokens);
  try {
    dispatch(gpu, 'row', [
      {
        pipeline: pipelines.row,
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
