/** Pictures without WebGPU: maps painted cell by cell into an array of pixels. */
import { indexOf } from './palette.ts';
import { weightReader } from './reference-weights.ts';
import { checkRequest } from './request.ts';
import type { KeptLayer, PictureRequest, Tile } from './types.ts';

export interface Painting {
  readonly width: number;
  readonly height: number;
  /** [height, width, RGBA] */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

const MASKED = -1;

/** Largest weight on each pixel of a tile [height, width], `MASKED` where no cell is seen. */
function largestWeights(layer: KeptLayer<Float32Array>, tile: Tile): Float32Array {
  const { head, width, height } = tile;
  const [queryFrom, queryTo] = tile.queries;
  const [keyFrom, keyTo] = tile.keys;
  const [queries, keys] = [queryTo - queryFrom, keyTo - keyFrom];
  const read = weightReader(layer);
  const row = new Float32Array(layer.shape.tokens);
  const line = new Float32Array(width);
  const largest = new Float32Array(width * height).fill(MASKED);
  for (let query = queryFrom; query < queryTo; query++) {
    read(head, query, row);
    line.fill(MASKED);
    const seen = Math.min(keyTo, query + 1);
    for (let x = 0; x < width; x++) {
      const to = Math.min(seen, keyFrom + Math.ceil(((x + 1) * keys) / width));
      for (let key = keyFrom + Math.floor((x * keys) / width); key < to; key++)
        if (row[key] > line[x]) line[x] = row[key];
    }
    const cell = query - queryFrom;
    const below = Math.ceil(((cell + 1) * height) / queries);
    for (let y = Math.floor((cell * height) / queries); y < below; y++)
      for (let x = 0; x < width; x++) if (line[x] > largest[y * width + x]) largest[y * width + x] = line[x];
  }
  return largest;
}

/** The picture as pixels; throws where the request does not fit the layers. */
export function paint(layers: readonly KeptLayer<Float32Array>[], request: PictureRequest): Painting {
  checkRequest(layers, request);
  const { width, height, scale, palette } = request;
  const data = new Uint8ClampedArray(width * height * 4);
  for (const tile of request.tiles) {
    const largest = largestWeights(layers[tile.layer], tile);
    for (const [pixel, weight] of largest.entries()) {
      const y = tile.top + Math.floor(pixel / tile.width);
      const into = 4 * (y * width + tile.left + (pixel % tile.width));
      if (weight === MASKED) {
        data.set(palette.mask, into);
        continue;
      }
      const at = 3 * (weight === 0 ? 0 : indexOf(scale, tile.limit, weight));
      const colours = weight === 0 ? palette.zero : palette.colours;
      for (let channel = 0; channel < 3; channel++) data[into + channel] = colours[at + channel];
      data[into + 3] = 255;
    }
  }
  return { width, height, data };
}
