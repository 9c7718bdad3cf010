/** The 340M shape's attention, and the least time that its forward pass can take. */
import type { Ceilings } from './ceilings.ts';

export const LAYERS = 24;
export const HEADS = 16;
export const HEAD_SIZE = 64;

/** Milliseconds: the larger of arithmetic and traffic at the device's ceilings, all layers, T tokens. */
export function floorOf(tokens: number, { bandwidth, throughput }: Ceilings): number {
  const cells = (tokens * (tokens + 1)) / 2;
  // A product with the key and one with the value, each D multiply-adds a cell.
  const flops = LAYERS * HEADS * cells * HEAD_SIZE * 2 * 2;
  // q, k, v read once; q and k after the rotation and the output written once, all in f32.
  const bytes = LAYERS * HEADS * tokens * HEAD_SIZE * 4 * (3 + 3);
  return 1000 * Math.max(flops / throughput, bytes / bandwidth);
}
