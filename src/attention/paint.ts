/** Pictures without WebGPU: maps painted cell by cell into an array of pixels. */
import { differenceIndexOf, indexOf } from './palette.ts';
import { LEAST_NORMAL, weightReader } from './reference-weights.ts';
import { checkRequest } from './request.ts';
import type { KeptLayer, PictureRequest, Tile } from './types.ts';

export interface Painting {
  readonly width: number;
  readonly height: number;
  /** [height, width, RGBA] */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** Of a pixel on which no cell is seen. */
const MASKED = Number.NaN;

/** Whether a value is shown in place of another: the larger by absolute value, of two such the one above 0. */
const beats = (value: number, other: number) =>
  Number.isNaN(other)
    ? !Number.isNaN(value)
    : Math.abs(value) > Math.abs(other) || (Math.abs(value) === Math.abs(other) && value > other);

/** Reads a query's weights, or what they are above another head's, in f32. */
function valueReader(
  layers: readonly KeptLayer<Float32Array>[],
  { layer, head, minus }: Tile,
): (query: number, into: Float32Array) => void {
  const read = weightReader(layers[layer]);
  if (!minus) return (query, into) => read(head, query, into);
  const readOther = weightReader(layers[minus.layer]);
  const other = new Float32Array(layers[layer].shape.tokens);
  return (query, into) => {
    read(head, query, into);
    readOther(minus.head, query, other);
    for (let key = 0; key <= query; key++) {
      into[key] -= other[key];
      if (Math.abs(into[key]) < LEAST_NORMAL) into[key] = 0;
    }
  };
}

/** The value on each pixel of a tile [height, width]: of all that fall on it the largest, by absolute value. */
function largestValues(layers: readonly KeptLayer<Float32Array>[], tile: Tile): Float32Array {
  const { width, height } = tile;
  const [queryFrom, queryTo] = tile.queries;
  const [keyFrom, keyTo] = tile.keys;
  const [queries, keys] = [queryTo - queryFrom, keyTo - keyFrom];
  const read = valueReader(layers, tile);
  const row = new Float32Array(layers[tile.layer].shape.tokens);
  const line = new Float32Array(width);
  const largest = new Float32Array(width * height).fill(MASKED);
  for (let query = queryFrom; query < queryTo; query++) {
    read(query, row);
    line.fill(MASKED);
    const seen = Math.min(keyTo, query + 1);
    for (let x = 0; x < width; x++) {
      const to = Math.min(seen, keyFrom + Math.ceil(((x + 1) * keys) / width));
      for (let key = keyFrom + Math.floor((x * keys) / width); key < to; key++)
        if (beats(row[key], line[x])) line[x] = row[key];
    }
    const cell = query - queryFrom;
    const below = Math.ceil(((cell + 1) * height) / queries);
    for (let y = Math.floor((cell * height) / queries); y < below; y++)
      for (let x = 0; x < width; x++)
        if (beats(line[x], largest[y * width + x])) largest[y * width + x] = line[x];
  }
  return largest;
}

/** The picture as pixels; throws where the request does not fit the layers. */
export function paint(layers: readonly KeptLayer<Float32Array>[], request: PictureRequest): Painting {
  checkRequest(layers, request);
  const { width, height, scale, palette } = request;
  const data = new Uint8ClampedArray(width * height * 4);
  for (const tile of request.tiles) {
    const [ramp, place] = tile.minus ? [palette.difference, differenceIndexOf] : [palette, indexOf];
    for (const [pixel, value] of largestValues(layers, tile).entries()) {
      const y = tile.top + Math.floor(pixel / tile.width);
      const into = 4 * (y * width + tile.left + (pixel % tile.width));
      if (Number.isNaN(value)) {
        data.set(palette.mask, into);
        continue;
      }
      const at = 3 * (value === 0 ? 0 : place(scale, tile.limit, value));
      const colours = value === 0 ? ramp.zero : ramp.colours;
      for (let channel = 0; channel < 3; channel++) data[into + channel] = colours[at + channel];
      data[into + 3] = 255;
    }
  }
  return { width, height, data };
}
