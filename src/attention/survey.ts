/** The survey on the GPU: every layer's weights recomputed once, reduced there, read back together. */
import { createBuffer, dispatch, freeBuffers, type Gpu, readBack, type Step } from '#gpu';
import type { Kernels } from './kernels.ts';
import { ALIGNED_BYTES, packed } from './packed.ts';
import { shapeBytes } from './shape.ts';
import type { KeptLayer, LayerShape, Survey } from './types.ts';

/** Bytes of `Part` in `part.wgsl`, and the words in it. */
const PART_BYTES = 48;
const [ZERO, ZERO16, WEIGHTED, OFF, ENTROPY, DISTANCE, PREVIOUS, SELF] = [0, 1, 2, 3, 4, 5, 6, 7];
const [WEIGHT_MAX, OUTPUT_MAX, MINUS_SUM_MAX, SUM] = [8, 9, 10, 11];
/** Workgroups for one layer, about: the layers run one after another, and a large GPU has room for so many. */
const WORKGROUPS = 2048;
/** Chunks of a long text at least: the first keys are seen by every query, and no workgroup should be alone at the end. */
const CHUNKS = 4;

const roundUp = (count: number, step: number) => Math.ceil(count / step) * step;

/** How one layer's survey is cut up: `Extent` of `part.wgsl`. */
function extentOf({ tokens, heads }: LayerShape, { queries, keys }: Kernels) {
  const tiles = Math.ceil(tokens / keys);
  const tallies = Math.ceil(tokens / queries);
  const wanted = Math.max(CHUNKS, Math.ceil(WORKGROUPS / (heads * tiles)));
  const chunk = queries * Math.ceil(tallies / wanted);
  const chunks = Math.ceil(tokens / chunk);
  const layerParts = roundUp(heads * chunks * tiles, ALIGNED_BYTES / 16);
  const layerColumns = roundUp(heads * chunks * tokens, ALIGNED_BYTES / 4);
  const words = Uint32Array.of(chunk, chunks, tiles, tallies, layerParts, layerColumns);
  return { chunks, tiles, partsBytes: layerParts * PART_BYTES, columnsBytes: layerColumns * 4, words };
}

/** The surveys of layers of one shape from what was read back: [L, H] `Part`s, and at `means` [L, H, T] column means. */
function surveysOf(
  { tokens, heads }: LayerShape,
  layers: number,
  read: ArrayBuffer,
  means: number,
): Survey[] {
  const counts = new Uint32Array(read);
  const reals = new Float32Array(read);
  return Array.from({ length: layers }, (_, layer) => {
    const at = (head: number, word: number) => (layer * heads + head) * (PART_BYTES / 4) + word;
    const count = (word: number) => Uint32Array.from({ length: heads }, (_, head) => counts[at(head, word)]);
    const real = (word: number) => Float32Array.from({ length: heads }, (_, head) => reals[at(head, word)]);
    const rowsWithWeight = count(WEIGHTED);
    const overRows = (sum: number, head: number) => sum / Math.max(1, rowsWithWeight[head]);
    return {
      tokens,
      columnMean: new Float32Array(read, means + 4 * layer * heads * tokens, heads * tokens),
      rowSumMean: real(SUM).map((sum) => sum / tokens),
      rowSumMin: real(MINUS_SUM_MAX).map((minus) => -minus),
      zero: count(ZERO),
      zero16: count(ZERO16),
      weightMax: real(WEIGHT_MAX),
      outputMax: real(OUTPUT_MAX),
      off: Float32Array.from(count(OFF), (off) => off / tokens),
      rowsWithWeight,
      entropy: real(ENTROPY).map(overRows),
      distance: real(DISTANCE).map(overRows),
      previous: real(PREVIOUS).map((sum) => sum / Math.max(1, tokens - 1)),
      self: real(SELF).map((sum) => sum / tokens),
    };
  });
}

type KernelsOf = (layer: KeptLayer<GPUBuffer>) => Kernels;
type Layers = readonly KeptLayer<GPUBuffer>[];

/** Layers of one shape and one tile size: they share uniforms, scratch, one reduction and what is read back. */
function planOf(gpu: Gpu, keep: (buffer: GPUBuffer) => GPUBuffer, kernelsOf: KernelsOf, layers: Layers) {
  const [{ shape }] = layers;
  const { heads } = shape;
  const kernels = kernelsOf(layers[0]);
  const { words, chunks, tiles, partsBytes, columnsBytes } = extentOf(shape, kernels);
  const means = roundUp(layers.length * heads * PART_BYTES, ALIGNED_BYTES);
  const bytes = means + 4 * layers.length * heads * shape.tokens;
  const told = packed(gpu, 'survey', [shapeBytes(shape), words]);
  keep(told.buffer);
  const [sizes, extent] = told.bindings;
  const scratch = keep(createBuffer(gpu, 'parts of heads', layers.length * (partsBytes + columnsBytes)));
  const results = keep(createBuffer(gpu, 'surveys', bytes));
  /** The parts of one layer or more, and their columns. */
  const parts = (from: number, count: number) => [
    { buffer: scratch, offset: from * partsBytes, size: count * partsBytes },
    {
      buffer: scratch,
      offset: layers.length * partsBytes + from * columnsBytes,
      size: count * columnsBytes,
    },
  ];
  const cells = layers.map((layer, at): Step => {
    const { q, k, rows, sums, tallies } = layer;
    return {
      pipeline: kernelsOf(layer).pipelines.survey,
      bindings: [sizes, q, k, rows, sums, tallies, extent, ...parts(at, 1)],
      workgroups: [tiles, chunks, heads],
    };
  });
  const halves = [
    { buffer: results, size: means },
    { buffer: results, offset: means, size: bytes - means },
  ];
  const together: Step = {
    pipeline: kernels.pipelines.reduce,
    bindings: [sizes, extent, ...parts(0, layers.length), ...halves],
    workgroups: [heads, layers.length],
  };
  const surveys = (read: ArrayBuffer) => surveysOf(shape, layers.length, read, means);
  return { layers, cells, together, range: { buffer: results, bytes }, surveys };
}

function groupedByShape(kernelsOf: KernelsOf, layers: Layers): readonly Layers[] {
  const groups = new Map<string, KeptLayer<GPUBuffer>[]>();
  for (const layer of layers) {
    const { tokens, heads, keyHeads, headSize } = layer.shape;
    const { queries, keys } = kernelsOf(layer);
    const kind = [tokens, heads, keyHeads, headSize, queries, keys].join();
    groups.set(kind, [...(groups.get(kind) ?? []), layer]);
  }
  return [...groups.values()];
}

export async function survey(gpu: Gpu, kernelsOf: KernelsOf, layers: Layers): Promise<readonly Survey[]> {
  if (layers.length === 0) return [];
  const buffers: GPUBuffer[] = [];
  const keep = (buffer: GPUBuffer) => {
    buffers.push(buffer);
    return buffer;
  };
  try {
    const plans = groupedByShape(kernelsOf, layers).map((group) => planOf(gpu, keep, kernelsOf, group));
    // All cells first: nothing waits for a reduction.
    dispatch(gpu, 'survey', [
      ...plans.flatMap(({ cells }) => cells),
      ...plans.map(({ together }) => together),
    ]);
    const read = await readBack(
      gpu,
      plans.map(({ range }) => range),
    );
    const found = new Map(
      plans.flatMap((plan, at) =>
        plan.surveys(read[at]).map((each, layer) => [plan.layers[layer], each] as const),
      ),
    );
    return layers.map((layer) => found.get(layer) as Survey);
  } finally {
    freeBuffers(gpu, buffers);
  }
}
