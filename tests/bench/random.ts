/**
 * Normal numbers by the hundred million: one block from a seed, repeated. The block's length is a prime, so that rows
 * of a matrix begin at different places of it.
 */
import { normalsOf } from '../../models/random/normal.ts';

const LENGTH = 1048573;
const SEED = 1;

let block: Float32Array | null = null;
const scaled = new Map<string, Float32Array>();

function blockOf(mean: number, deviation: number): Float32Array {
  const key = `${mean} ${deviation}`;
  block ??= Float32Array.from({ length: LENGTH }, normalsOf(SEED, 'bench'));
  const found = scaled.get(key) ?? block.map((value) => mean + deviation * value);
  scaled.set(key, found);
  return found;
}

/** Fills an array from the block's place `from` on. */
export function fillNormal(into: Float32Array, from: number, mean = 0, deviation = 1): void {
  const values = blockOf(mean, deviation);
  let at = from % LENGTH;
  for (let done = 0; done < into.length; ) {
    const piece = values.subarray(at, at + into.length - done);
    into.set(piece, done);
    done += piece.length;
    at = 0;
  }
}

export function normal(length: number, from: number): Float32Array<ArrayBuffer> {
  const values = new Float32Array(length);
  fillNormal(values, from);
  return values;
}
