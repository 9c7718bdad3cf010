/** The tables of the rotary position embedding (Su et al. 2021), rounded at each step as PyTorch does in float32. */

export interface RopeTables {
  /** [P, D/2]: cosine of position × frequency. */
  readonly cos: Float32Array;
  /** [P, D/2] */
  readonly sin: Float32Array;
}

/** Frequency i is base^(−2i/D); `positions` is P, `headSize` is D. */
export function ropeTables(positions: number, headSize: number, base: number): RopeTables {
  const { fround } = Math;
  const half = headSize / 2;
  const frequencies = Array.from({ length: half }, (_, i) => {
    const power = fround(base ** fround((2 * i) / headSize));
    return fround(1 / power);
  });
  const cos = new Float32Array(positions * half);
  const sin = new Float32Array(positions * half);
  for (let position = 0; position < positions; position += 1)
    for (const [i, frequency] of frequencies.entries()) {
      const angle = fround(position * frequency);
      cos[position * half + i] = Math.cos(angle);
      sin[position * half + i] = Math.sin(angle);
    }
  return { cos, sin };
}
