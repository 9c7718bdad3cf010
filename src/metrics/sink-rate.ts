/** Sink rate: how many heads put much of their weight on the first token (Gu et al. 2024, as in the paper's table 2). */

/**
 * Number of heads whose entry of `col0` [L][H] exceeds the threshold.
 * The entries are means over all query rows of the weight on key 0; raw weights, no row divided by its sum.
 */
export function sinkCount(col0: readonly (readonly number[])[], threshold: number): number {
  return col0.flat().filter((weight) => weight > threshold).length;
}

/** The same as a share of all heads, 0 to 1. */
export function sinkRate(col0: readonly (readonly number[])[], threshold: number): number {
  return sinkCount(col0, threshold) / col0.flat().length;
}
