/** The survey on the GPU: every layer's weights recomputed once, reduced there, read back together. */
import { createBuffer, dispatch, freeBuffers, type Gpu, readBack, type Step, upload } from '#gpu';
import type { Kernels } from './kernels.ts';
import { shapeBytes } from './shape.ts';
import type { KeptLayer, LayerShape, Survey } from './types.ts';

/** Bytes of `Part` in `part.wgsl`, and of `Whole` in `reduce.wgsl`. */
const PART_BYTES = 20;
const WHOLE_BYTES = 28;
/** Invocations of a workgroup of `reduce.wgsl`. */
const REDUCE_THREADS = 64;

/** The heads' `Part`s and column means as numbers. */
function surveyOf({ tokens, heads }: LayerShape, parts: ArrayBuffer, columns: ArrayBuffer): Survey {
  const words = WHOLE_BYTES / 4;
  const counts = new Uint32Array(parts);
  const reals = new Float32Array(parts);
  const count = (field: number) =>
    Uint32Array.from({ length: heads }, (_, head) => counts[head * words + field]);
  const real = (field: number) =>
    Float32Array.from({ length: heads }, (_, head) => reals[head * words + field]);
  return {
    tokens,
    columnMean: new Float32Array(columns),
    zero: count(0),
    zero16: count(1),
    weightMax: real(2),
    rowSumMean: real(3).map((sum) => sum / tokens),
    rowSumMin: real(4),
    outputMax: real(5),
    off: real(6).map((off) => off / tokens),
  };
}

export async function survey(
  gpu: Gpu,
  kernelsOf: (layer: KeptLayer<GPUBuffer>) => Kernels,
  layers: readonly KeptLayer<GPUBuffer>[],
): Promise<readonly Survey[]> {
  if (layers.length === 0) return [];
  const scratch: GPUBuffer[] = [];
  const keep = (buffer: GPUBuffer) => {
    scratch.push(buffer);
    return buffer;
  };
  const uniform = (name: string, data: ArrayBuffer) =>
    keep(upload(gpu, name, data, GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST));
  try {
    const plans = layers.map((layer) => {
      const { tokens, heads } = layer.shape;
      const { queries, keys, pipelines } = kernelsOf(layer);
      const tiles = Math.ceil(tokens / keys);
      const columns = keep(createBuffer(gpu, 'column means', 4 * heads * tokens));
      const parts = keep(createBuffer(gpu, 'parts of heads', PART_BYTES * heads * tiles));
      const whole = keep(createBuffer(gpu, 'heads', WHOLE_BYTES * heads));
      const shape = uniform('shape', shapeBytes(layer.shape));
      const counts = uniform('counts', new Uint32Array([tiles, Math.ceil(tokens / queries)]).buffer);
      const { q, k, rows, sums, tallies } = layer;
      const cells: Step = {
        pipeline: pipelines.survey,
        bindings: [shape, q, k, rows, sums, columns, parts],
        workgroups: [tiles, heads],
      };
      const together: Step = {
        pipeline: pipelines.reduce,
        bindings: [shape, parts, tallies, whole, counts],
        workgroups: [Math.ceil(heads / REDUCE_THREADS)],
      };
      const ranges = [
        { buffer: whole, bytes: WHOLE_BYTES * heads },
        { buffer: columns, bytes: 4 * heads * tokens },
      ];
      return { cells, together, ranges };
    });
    // All layers' cells first: no layer has to wait for another's reduction.
    dispatch(gpu, 'survey', [...plans.map(({ cells }) => cells), ...plans.map(({ together }) => together)]);
    const read = await readBack(
      gpu,
      plans.flatMap(({ ranges }) => ranges),
    );
    return layers.map(({ shape }, at) => surveyOf(shape, read[2 * at], read[2 * at + 1]));
  } finally {
    freeBuffers(gpu, scratch);
  }
}
