/** The forward pass and the picture of all heads, twice: as the product has them, and with tiles skipped. */
import { kernelCode, type LayerInput, type PictureRequest, planFor, ruleNamed } from '#attention';
import { compile, createBuffer, createEncoder, freeBuffers, type Gpu, type Step, upload } from '#gpu';
import { blocksOf } from '../../../src/attention/picture.ts';
import { shapeBytes } from '../../../src/attention/shape.ts';
import { skipping } from './skipping.ts';

export type Way = 'dense' | 'skipping';

export interface Variant {
  readonly forward: readonly Step[];
  /** To run after `forward`. */
  readonly picture: readonly Step[];
  /** Of each layer: q [H, T, D], k [K, T, D] and the output [T, H, D]. */
  readonly layers: readonly { readonly q: GPUBuffer; readonly k: GPUBuffer; readonly output: GPUBuffer }[];
  /** RGBA, lines of `rowPixels`; each colour of the palette is its own place in it. */
  readonly pixels: GPUBuffer;
  free(): void;
}

/** As the page's pictures are drawn. */
const SQRT = 1;
const ROW_PIXELS = 64;
const ROPE_THREADS = 64;

export const pixelsIn = ({ width, height }: PictureRequest) =>
  Math.ceil(width / ROW_PIXELS) * ROW_PIXELS * height;

/** Buffers, bindings and workgroups are the product's, and every layer has its own; the layers share shape and rule. */
export async function makeVariant(
  gpu: Gpu,
  way: Way,
  inputs: readonly LayerInput<GPUBuffer>[],
  request: PictureRequest,
): Promise<Variant> {
  const [{ rule, shape }] = inputs;
  const { tokens, heads, keyHeads, headSize } = shape;
  const plan = planFor(headSize, gpu.device.limits.maxComputeWorkgroupStorageSize, gpu.software);
  const tile = { queries: (plan.threads / plan.lanes) * plan.rows, keys: 4 * plan.lanes };
  const product = kernelCode(ruleNamed(rule), headSize, plan);
  const code = way === 'dense' ? product : skipping(product);
  const [rope, forward, picture] = await Promise.all(
    (['rope', 'forward', 'picture'] as const).map((name) => compile(gpu, `${way} ${name}`, code[name])),
  );
  const made: GPUBuffer[] = [];
  const keep = (buffer: GPUBuffer) => {
    made.push(buffer);
    return buffer;
  };
  const make = (name: string, numbers: number) => keep(createBuffer(gpu, name, 4 * numbers));
  const uniform = (name: string, bytes: ArrayBuffer | Uint32Array<ArrayBuffer>) =>
    keep(upload(gpu, name, bytes, GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST));
  const sizes = uniform('shape', shapeBytes(shape));
  const tiles = Math.ceil(tokens / tile.queries);
  const words = Math.ceil(tokens / (32 * tile.keys));
  const pixels = make('pixels', pixelsIn(request));
  const asked = uniform('picture', Uint32Array.of(pixelsIn(request) / request.height, SQRT));
  const palette = keep(
    upload(
      gpu,
      'palette',
      Uint32Array.from({ length: 258 }, (_, place) => place),
    ),
  );
  const encoder = createEncoder(gpu, 'pixels');
  encoder.clearBuffer(pixels);
  gpu.device.queue.submit([encoder.finish()]);

  const layers = inputs.map(({ qkv, cos, sin }, layer) => {
    const q = make('q', heads * tokens * headSize);
    const k = make('k', keyHeads * tokens * headSize);
    const rows = make('rows', 2 * heads * tokens);
    const sums = make('sums', heads * tokens);
    const tallies = make('tallies', 2 * heads * tiles);
    const output = make('output', heads * tokens * headSize);
    const weighing = way === 'skipping' ? [make('weighing', heads * tiles * words)] : [];
    const turns = Math.ceil(((heads + keyHeads) * headSize) / 4 / ROPE_THREADS);
    const own = request.tiles.filter((each) => each.layer === layer);
    const blocks = blocksOf(own, tile);
    const drawn = keep(upload(gpu, 'tiles', blocks.words));
    const attend: Step[] = [
      { pipeline: rope, bindings: [sizes, qkv, cos, sin, q, k], workgroups: [turns, tokens] },
      {
        pipeline: forward,
        bindings: [sizes, q, k, qkv, output, rows, sums, tallies, ...weighing],
        workgroups: [Math.ceil(tiles / 2), heads],
      },
    ];
    const draw: Step = {
      pipeline: picture,
      bindings: [sizes, q, k, rows, drawn, asked, palette, pixels, ...weighing],
      workgroups: blocks.workgroups,
    };
    return { q, k, output, attend, draw };
  });
  return {
    forward: layers.flatMap(({ attend }) => attend),
    picture: layers.map(({ draw }) => draw),
    layers,
    pixels,
    free: () => freeBuffers(gpu, made),
  };
}
