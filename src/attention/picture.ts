/** Pictures on the GPU: all tiles of all layers in one submit, into a canvas, out as a bitmap; nothing is read back. */
import { createBuffer, createEncoder, encode, freeBuffers, type Gpu, type Step, throwFailure } from '#gpu';
import type { Kernels } from './kernels.ts';
import { packed } from './packed.ts';
import type { Palette } from './palette.ts';
import { checkRequest } from './request.ts';
import { shapeBytes } from './shape.ts';
import type { KeptLayer, PictureRequest, Scale, Tile } from './types.ts';

/** `BLOCK` of `pixels.wgsl`. */
const BLOCK = 16;
/** Words of `Tile` in `picture.wgsl`. */
const TILE_WORDS = 12;
/** Blocks along a tile that shows many cells, about: a layer's have to fill a large GPU, as layers run one by one. */
const BLOCKS = 8;
/** A row of a buffer copied to a texture takes whole 256 bytes. */
const ROW_PIXELS = 64;
const scales: readonly Scale[] = ['linear', 'sqrt', 'log'];

/** [258] RGBA: the colours, zero, mask. */
function paletteWords({ colours, zero, mask }: Palette): Uint8Array<ArrayBuffer> {
  const words = new Uint8Array(4 * 258);
  for (let index = 0; index < 256; index++)
    words.set([...colours.subarray(3 * index, 3 * index + 3), 255], 4 * index);
  words.set([...zero, 255], 4 * 256);
  words.set(mask, 4 * 257);
  return words;
}

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

export type Painter = (layers: readonly KeptLayer<GPUBuffer>[], request: PictureRequest) => ImageBitmap;

/** One canvas serves all pictures: each takes its bitmap out before the next begins. */
export function createPainter(gpu: Gpu, kernelsOf: (layer: KeptLayer<GPUBuffer>) => Kernels): Painter {
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('webgpu');
  if (!context) throw new Error('attention: expected a canvas that WebGPU can draw on, got none');
  context.configure({
    device: gpu.device,
    format: 'rgba8unorm',
    usage: GPUTextureUsage.COPY_DST,
    alphaMode: 'premultiplied',
  });
  return (layers, request) => {
    checkRequest(layers, request);
    throwFailure(gpu);
    const { width, height, tiles } = request;
    const rowPixels = Math.ceil(width / ROW_PIXELS) * ROW_PIXELS;
    const scratch: GPUBuffer[] = [];
    const keep = (buffer: GPUBuffer) => {
      scratch.push(buffer);
      return buffer;
    };
    try {
      const pixels = keep(createBuffer(gpu, 'pixels', 4 * rowPixels * height));
      const drawn = layers.flatMap((layer, index) => {
        const own = tiles.filter((tile) => tile.layer === index);
        return own.length > 0 ? [{ layer, ...blocksOf(own, kernelsOf(layer)) }] : [];
      });
      const asked = packed(gpu, 'picture', [
        Uint32Array.of(rowPixels, scales.indexOf(request.scale)),
        paletteWords(request.palette),
        ...drawn.flatMap(({ layer, words }) => [shapeBytes(layer.shape), words]),
      ]);
      keep(asked.buffer);
      const [picture, palette, ...ofLayers] = asked.bindings;
      const steps = drawn.map(({ layer, workgroups }, at): Step => {
        const { q, k, rows } = layer;
        const [shape, own] = ofLayers.slice(2 * at, 2 * at + 2);
        return {
          pipeline: kernelsOf(layer).pipelines.picture,
          bindings: [shape, q, k, rows, own, picture, palette, pixels],
          workgroups,
        };
      });
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
