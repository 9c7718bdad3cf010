/** A layer's shape: what is allowed, and how the kernels are told. */
import type { LayerShape } from './types.ts';

/** Throws unless H is a multiple of K and D a multiple of 4 from 16 to 128. */
export function checkShape({ tokens, heads, keyHeads, headSize }: LayerShape): void {
  const counts = { tokens, heads, keyHeads };
  for (const [name, count] of Object.entries(counts))
    if (!(Number.isInteger(count) && count >= 1))
      throw new Error(`attention: expected ${name} ≥ 1, got ${count}`);
  if (heads % keyHeads !== 0)
    throw new Error(`attention: expected heads in whole groups per key head, got ${heads} for ${keyHeads}`);
  checkHeadSize(headSize);
}

export function checkHeadSize(headSize: number): void {
  if (!(headSize % 4 === 0 && headSize >= 16 && headSize <= 128))
    throw new Error(`attention: expected a head size of 16 to 128, a multiple of 4, got ${headSize}`);
}

/** 1/√D */
export function scaleOf({ headSize }: LayerShape): number {
  return 1 / Math.sqrt(headSize);
}

/** The uniform `Shape` of `shape.wgsl`. */
export function shapeBytes(shape: LayerShape): ArrayBuffer {
  const bytes = new ArrayBuffer(16);
  new Uint32Array(bytes).set([shape.tokens, shape.heads, shape.keyHeads]);
  new Float32Array(bytes)[3] = scaleOf(shape);
  return bytes;
}

/** Numbers in each buffer of a layer. */
export function sizesOf({ tokens, heads, keyHeads, headSize }: LayerShape) {
  return {
    qkv: tokens * (heads + 2 * keyHeads) * headSize,
    angles: (tokens * headSize) / 2,
    q: heads * tokens * headSize,
    k: keyHeads * tokens * headSize,
    rows: 2 * heads * tokens,
  };
}
