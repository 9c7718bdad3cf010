/** Differences of two heads on the GPU: the weights of each into scratch, by its own rule, then one from the other. */
import { compile, createBuffer, type Gpu, type Step } from '#gpu';
import { differenceCode, rectangleCode } from './code.ts';
import { packed } from './packed.ts';
import { ruleNamed } from './rules.ts';
import { shapeBytes } from './shape.ts';
import { rampWords, scaleWord, type Target } from './target.ts';
import type { HeadPlace, KeptLayer, Tile } from './types.ts';

type Layers = readonly KeptLayer<GPUBuffer>[];

/** A tile that is a difference. */
export interface DifferenceTile extends Tile {
  readonly minus: HeadPlace;
}

export const isDifference = (tile: Tile): tile is DifferenceTile => tile.minus !== undefined;

/** Side of a workgroup of `rectangle.wgsl` and of `difference.wgsl`. */
const SIDE = 8;

/**
 * Bytes for the weights of one of the heads, 1024 × 1024 cells: enough to fill any device, and no more than any gives.
 */
const SCRATCH_BYTES = 4 * 2 ** 20;

export interface DifferenceKernels {
  readonly difference: GPUComputePipeline;
  rectangle(layer: KeptLayer<GPUBuffer>): GPUComputePipeline;
}

/** Compiled when they are first asked for: most readers never do. */
export async function compileDifference(
  gpu: Gpu,
  layers: Layers,
  tiles: readonly DifferenceTile[],
): Promise<DifferenceKernels> {
  const used = new Set(tiles.flatMap(({ layer, minus }) => [layers[layer], layers[minus.layer]]));
  const [difference, ...rectangles] = await Promise.all([
    compile(gpu, 'difference', differenceCode),
    ...[...used].map(async (layer) => {
      const { rule, precision, shape } = layer;
      const text = rectangleCode(ruleNamed(rule), shape.headSize, precision);
      const name = `rectangle ${rule} ${shape.headSize} ${precision}`;
      return [layer, await compile(gpu, name, text)] as const;
    }),
  ]);
  const ofLayer = new Map(rectangles);
  return { difference, rectangle: (layer) => ofLayer.get(layer) as GPUComputePipeline };
}

/** The queries of a tile in pieces of which each fits the scratch, counted from its first. */
function stripsOf({ queries, keys }: Tile): readonly (readonly [number, number])[] {
  const all = queries[1] - queries[0];
  const most = Math.max(1, Math.floor(SCRATCH_BYTES / (4 * (keys[1] - keys[0]))));
  return Array.from({ length: Math.ceil(all / most) }, (_, at) => [
    at * most,
    Math.min(all, (at + 1) * most),
  ]);
}

/** `Rectangle` of `rectangle.wgsl`. */
function rectangleWords({ queries, keys }: Tile, head: number, [from, to]: readonly [number, number]) {
  return Uint32Array.of(keys[0], queries[0] + from, keys[1] - keys[0], to - from, head, 0);
}

/** `Difference` of `difference.wgsl`. */
function differenceWords(
  { left, top, width, height, queries, keys, limit }: Tile,
  strip: readonly [number, number],
  target: Target,
): Uint32Array<ArrayBuffer> {
  const cells = [keys[1] - keys[0], queries[1] - queries[0]];
  const words = new Uint32Array(14);
  words.set([left, top, width, height, keys[0], queries[0], ...cells, ...strip]);
  words.set([target.rowPixels, scaleWord(target), 0, strip[1] === cells[1] ? 1 : 0], 10);
  new Float32Array(words.buffer)[12] = limit;
  return words;
}

/** Steps that draw the tiles one after another, on the same scratch. */
export function differenceSteps(
  gpu: Gpu,
  kernels: DifferenceKernels,
  layers: Layers,
  tiles: readonly DifferenceTile[],
  target: Target,
): readonly Step[] {
  const strips = tiles.flatMap((tile) => stripsOf(tile).map((strip) => ({ tile, strip })));
  const cells = strips.map(({ tile: { keys }, strip: [from, to] }) => (to - from) * (keys[1] - keys[0]));
  const scratch = ['minuend', 'subtrahend'].map((name) =>
    target.keep(createBuffer(gpu, name, 4 * Math.max(...cells))),
  );
  const { palette, pixels } = target;
  const asked = packed(gpu, 'differences', [
    rampWords(palette.difference, palette.mask),
    ...strips.flatMap(({ tile, strip }) => [
      differenceWords(tile, strip, target),
      ...[tile, tile.minus].flatMap(({ layer, head }) => [
        shapeBytes(layers[layer].shape),
        rectangleWords(tile, head, strip),
      ]),
    ]),
  ]);
  target.keep(asked.buffer);
  const [colours, ...ofStrips] = asked.bindings;
  return strips.flatMap(({ tile, strip: [from, to] }, at): readonly Step[] => {
    const [own, ...ofHeads] = ofStrips.slice(5 * at, 5 * at + 5);
    const rectangles = [tile, tile.minus].map(({ layer }, place): Step => {
      const { q, k, rows } = layers[layer];
      const [shape, rectangle] = ofHeads.slice(2 * place, 2 * place + 2);
      return {
        pipeline: kernels.rectangle(layers[layer]),
        bindings: [shape, q, k, rows, rectangle, scratch[place]],
        workgroups: [Math.ceil((tile.keys[1] - tile.keys[0]) / SIDE), Math.ceil((to - from) / SIDE)],
      };
    });
    const difference: Step = {
      pipeline: kernels.difference,
      bindings: [own, ...scratch, colours, pixels],
      workgroups: [Math.ceil(tile.width / SIDE), Math.ceil(tile.height / SIDE)],
    };
    return [...rectangles, difference];
  });
}
