/**
 * Matrices in 8 or 4 bits: whole numbers, and one scale for each block of a row.
 *
 * A row [in] of a matrix [out, in] is cut into blocks; a value is a whole number times its block's scale. They lie as
 * ONNX Runtime's MatMulNBits and GatherBlockQuantized both read them: the numbers unsigned, the middle of their range
 * standing for 0; two of 4 bits in a byte, the first in the lower half; a row's last block filled up with zeros.
 * There are no zero points: half of 4 bits a block spent on them gain less than a finer search of the scale.
 * Letters: R rows, C columns, B blocks of a row.
 */
import { toFloats, toHalves } from './half.ts';

export type Bits = 8 | 4;

/**
 * Numbers that share a scale. Of all sizes, ONNX Runtime 1.30 multiplies many rows by blocks of this one alone a tile at a
 * time on WebGPU; for the others it has a product of one row, which is slower by far for texts.
 */
export const BLOCK = 32;

/** Where the value farthest from 0 may come to lie in 4 bits; beyond −8 it is cut off, and the others are finer. */
const LEVELS: readonly number[] = Array.from({ length: 15 }, (_, step) => -8.5 + step / 4);

export const blocksOf = (columns: number) => Math.ceil(columns / BLOCK);

/** Bytes of one block. */
export const bytesOfBlock = (bits: Bits) => (BLOCK * bits) / 8;

/** Values up to this size have a scale in float16. */
export const largestOf = (bits: Bits) => 65504 * (bits === 8 ? 127 : 5);

export interface Blocks {
  /** [R, B, BLOCK · bits / 8] */
  readonly packed: Uint8Array;
  /** [R, B], float16; those of 4 bits may be negative. */
  readonly scales: Uint16Array;
}

function numberOf(value: number, scale: number, bits: Bits): number {
  const middle = 2 ** (bits - 1);
  return Math.min(Math.max(Math.round(value / scale), -middle), middle - 1);
}

/** The value farthest from 0 among values from … to, with its sign. */
function peakOf(values: Float32Array, from: number, to: number): number {
  let peak = 0;
  for (let i = from; i < to; i += 1) if (Math.abs(values[i]) > Math.abs(peak)) peak = values[i];
  return peak;
}

/** The scale of least squared error in 4 bits (Nagel et al. 2021, setting of ranges by mean squared error). */
function bestScale(values: Float32Array, from: number, to: number): number {
  const peak = peakOf(values, from, to);
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const level of LEVELS) {
    const scale = peak / level;
    let error = 0;
    for (let i = from; i < to && scale !== 0; i += 1)
      error += (numberOf(values[i], scale, 4) * scale - values[i]) ** 2;
    if (error < least) {
      least = error;
      best = scale;
    }
  }
  return best;
}

/** To the nearest float16, but upwards where a value of 8 bits would be cut off by more than half a step. */
function rounded(wanted: Float32Array<ArrayBuffer>, bits: Bits): Uint16Array {
  const scales = toHalves(new Uint8Array(wanted.buffer), 'F32');
  if (bits === 4) return scales;
  const found = floatsOf(scales);
  for (let i = 0; i < scales.length; i += 1) if (wanted[i] * 127 > found[i] * 127.5) scales[i] += 1;
  return scales;
}

const floatsOf = (halves: Uint16Array) => toFloats(new Uint8Array(halves.buffer as ArrayBuffer), 'F16');

/** values [R, C], finite and up to `largestOf(bits)` in size → blocks of the nearest numbers. */
export function quantise(values: Float32Array, columns: number, bits: Bits): Blocks {
  const perRow = blocksOf(columns);
  const count = (values.length / columns) * perRow;
  /** Calls `use` with each block's number and where its values are. */
  const each = (use: (block: number, from: number, to: number) => void) => {
    for (let block = 0; block < count; block += 1) {
      const row = Math.floor(block / perRow) * columns;
      const start = (block % perRow) * BLOCK;
      use(block, row + start, row + Math.min(start + BLOCK, columns));
    }
  };
  const wanted = new Float32Array(count);
  each((block, from, to) => {
    wanted[block] = bits === 8 ? Math.abs(peakOf(values, from, to)) / 127 : bestScale(values, from, to);
  });
  const scales = rounded(wanted, bits);
  const found = floatsOf(scales);
  const bytes = bytesOfBlock(bits);
  const packed = new Uint8Array(count * bytes).fill(bits === 8 ? 0x80 : 0x88);
  each((block, from, to) => {
    const scale = found[block];
    if (scale === 0) return;
    for (let i = from; i < to; i += 1) {
      const number = numberOf(values[i], scale, bits);
      if (bits === 8) packed[block * bytes + i - from] = number + 128;
      // number + 8 is the number's four lowest bits with the 8 among them turned over, and the byte has that 8 already.
      else packed[block * bytes + ((i - from) >> 1)] ^= (number & 15) << (4 * ((i - from) & 1));
    }
  });
  return { packed, scales };
}
