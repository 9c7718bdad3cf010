/** Pictures on the GPU: all tiles of all layers in one submit, into a canvas, out as a bitmap; nothing is read back. */
import { createBuffer, encode, freeBuffers, type Gpu, type Step, throwFailure, upload } from '#gpu';
import type { Kernels } from './kernels.ts';
import type { Palette } from './palette.ts';
import { checkRequest } from './request.ts';
import { shapeBytes } from './shape.ts';
import type { KeptLayer, PictureRequest, Scale, Tile } from './types.ts';

/** `BLOCK` of `picture.wgsl`, in pixels. */
const BLOCK = 16;
/** Words of `Tile` in `picture.wgsl`. */
const TILE_WORDS = 10;
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

function tileWords(tiles: readonly Tile[]): ArrayBuffer {
  const bytes = new ArrayBuffer(4 * TILE_WORDS * tiles.length);
  for (const [at, { left, top, width, height, head, limit, keys, queries }] of tiles.entries()) {
    const words = new Uint32Array(bytes, 4 * TILE_WORDS * at, TILE_WORDS);
    const cells = [keys[1] - keys[0], queries[1] - queries[0]];
    words.set([left, top, width, height, keys[0], queries[0], ...cells, head]);
    new Float32Array(bytes, words.byteOffset, TILE_WORDS)[9] = limit;
  }
  return bytes;
}

const blocksOf = ({ width, height }: Tile) => Math.ceil(width / BLOCK) * Math.ceil(height / BLOCK);

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
    const uniform = (name: string, data: ArrayBuffer) =>
      keep(upload(gpu, name, data, GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST));
    try {
      const pixels = keep(createBuffer(gpu, 'pixels', 4 * rowPixels * height));
      const palette = keep(upload(gpu, 'palette', paletteWords(request.palette)));
      const picture = uniform('picture', new Uint32Array([rowPixels, scales.indexOf(request.scale)]).buffer);
      const steps = layers.flatMap((layer, index): Step[] => {
        const own = tiles.filter((tile) => tile.layer === index);
        if (own.length === 0) return [];
        const { q, k, rows } = layer;
        const shape = uniform('shape', shapeBytes(layer.shape));
        const asked = keep(upload(gpu, 'tiles', tileWords(own)));
        return [
          {
            pipeline: kernelsOf(layer).pipelines.picture,
            bindings: [shape, q, k, rows, asked, picture, palette, pixels],
            workgroups: [Math.max(...own.map(blocksOf)), own.length],
          },
        ];
      });
      const encoder = gpu.device.createCommandEncoder({ label: 'picture' });
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
