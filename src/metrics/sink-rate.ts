/** Sink rate: how many heads put much of their weight on the first token (Gu et al. 2024, as in the paper's table 2). */

/**
 * Share of heads, 0 to 1, whose entry of `col0` [L][H] exceeds the threshold.
 * The entries are means over all query rows of the weight on key 0; raw weights, no row divided by its sum.
 */
export function sinkRate(col0: readonly (readonly number[])[], threshold: number): number {
  const heads = col0.flat();
  return heads.filter((weight) => weight > threshold).length / heads.length;
}
