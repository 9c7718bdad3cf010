/** Pictures on the GPU: all tiles of all layers in one submit, into a canvas, out as a bitmap; nothing is read back. */
import { createBuffer, createEncoder, encode, freeBuffers, type Gpu, type Step, throwFailure } from '#gpu';
import { compileDifference, differenceSteps, isDifference } from './difference.ts';
import type { Kernels } from './kernels.ts';
import { packed } from './packed.ts';
import { checkRequest } from './request.ts';
import { shapeBytes } from './shape.ts';
import { rampWords, scaleWord, type Target } from './target.ts';
import type { KeptLayer, PictureRequest, Tile } from './types.ts';

/** `BLOCK` of `pixels.wgsl`. */
const BLOCK = 16;
/** Words of `Tile` in `picture.wgsl`. */
const TILE_WORDS = 12;
/** Blocks along a tile that shows many cells, about: a layer's have to fill a large GPU, as layers run one by one. */
const BLOCKS = 8;
/** A row of a buffer copied to a texture takes whole 256 bytes. */
const ROW_PIXELS = 64;

/** Pixels of a block's side: the most whose cells fit whole tiles of scores, `unit` being such a tile's side. */
function sideOf(size: number, cells: number, unit: number): number {
  const room = unit * Math.max(1, Math.round(cells / BLOCKS / unit));
  for (let side = BLOCK; side > 1; side--) {
    const covered = (side * cells) / size;
    // Where pixels share cells, a block touches one more at either end.
    if ((Number.isInteger(covered) ? covered : Math.floor(covered) + 2) <= room) return side;
  }
  return 1;
}

/** The tiles of one layer as the kernel reads them, and how many blocks the largest has each way. */
export function blocksOf(tiles: readonly Tile[], unit: Pick<Kernels, 'keys' | 'queries'>) {
  const words = new Uint32Array(TILE_WORDS * tiles.length);
  const limits = new Float32Array(words.buffer);
  const most = [1, 1];
  for (const [at, { left, top, width, height, head, limit, keys, queries }] of tiles.entries()) {
    const cells = [keys[1] - keys[0], queries[1] - queries[0]];
    const block = [sideOf(width, cells[0], unit.keys), sideOf(height, cells[1], unit.queries)];
    const first = [keys[0], queries[0]];
    words.set([left, top, width, height, ...first, ...cells, ...block, head], TILE_WORDS * at);
    limits[TILE_WORDS * at + 11] = limit;
    most[0] = Math.max(most[0], Math.ceil(width / block[0]));
    most[1] = Math.max(most[1], Math.ceil(height / block[1]));
  }
  return { words, workgroups: [most[0], most[1], tiles.length] as const };
}

type KernelsOf = (layer: KeptLayer<GPUBuffer>) => Kernels;
type Layers = readonly KeptLayer<GPUBuffer>[];

/** Steps that draw tiles of maps, a layer each. */
function mapSteps(
  gpu: Gpu,
  kernelsOf: KernelsOf,
  layers: Layers,
  tiles: readonly Tile[],
  target: Target,
): readonly Step[] {
  const drawn = layers.flatMap((layer, index) => {
    const own = tiles.filter((tile) => tile.layer === index);
    return own.length > 0 ? [{ layer, ...blocksOf(own, kernelsOf(layer)) }] : [];
  });
  const { palette, pixels, rowPixels } = target;
  const asked = packed(gpu, 'picture', [
    Uint32Array.of(rowPixels, scaleWord(target)),
    rampWords(palette, palette.mask),
    ...drawn.flatMap(({ layer, words }) => [shapeBytes(layer.shape), words]),
  ]);
  target.keep(asked.buffer);
  const [picture, colours, ...ofLayers] = asked.bindings;
  return drawn.map(({ layer, workgroups }, at): Step => {
    const { q, k, rows } = layer;
    const [shape, own] = ofLayers.slice(2 * at, 2 * at + 2);
    return {
      pipeline: kernelsOf(layer).pipelines.picture,
      bindings: [shape, q, k, rows, own, picture, colours, pixels],
      workgroups,
    };
  });
}

export type Painter = (layers: Layers, request: PictureRequest) => Promise<ImageBitmap>;

/** One canvas serves all pictures: each takes its bitmap out before the next begins. */
export function createPainter(gpu: Gpu, kernelsOf: KernelsOf): Painter {
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('webgpu');
  if (!context) throw new Error('attention: expected a canvas that WebGPU can draw on, got none');
  context.configure({
    device: gpu.device,
    format: 'rgba8unorm',
    usage: GPUTextureUsage.COPY_DST,
    alphaMode: 'premultiplied',
  });
  return async (layers, request) => {
    checkRequest(layers, request);
    const { width, height, scale, palette } = request;
    const maps = request.tiles.filter((tile) => !isDifference(tile));
    const differences = request.tiles.filter(isDifference);
    const kernels = differences.length > 0 ? await compileDifference(gpu, layers, differences) : null;
    throwFailure(gpu);
    const rowPixels = Math.ceil(width / ROW_PIXELS) * ROW_PIXELS;
    const scratch: GPUBuffer[] = [];
    const keep = (buffer: GPUBuffer) => {
      scratch.push(buffer);
      return buffer;
    };
    try {
      const pixels = keep(createBuffer(gpu, 'pixels', 4 * rowPixels * height));
      const target = { pixels, rowPixels, scale, palette, keep };
      const steps = [
        ...mapSteps(gpu, kernelsOf, layers, maps, target),
        ...(kernels ? differenceSteps(gpu, kernels, layers, differences, target) : []),
      ];
      const encoder = createEncoder(gpu, 'picture');
      encoder.clearBuffer(pixels);
      encode(gpu, encoder, 'picture', steps);
      canvas.width = width;
      canvas.height = height;
      const layout = { buffer: pixels, bytesPerRow: 4 * rowPixels };
      encoder.copyBufferToTexture(layout, { texture: context.getCurrentTexture() }, [width, height]);
      gpu.device.queue.submit([encoder.finish()]);
      return canvas.transferToImageBitmap();
    } finally {
      freeBuffers(gpu, scratch);
    }
  };
}
