/** Sparsity: how much of the lower triangle, diagonal included, is exactly zero. */

/** Share, 0 to 1, pooled over all heads; `zero` [L][H] counts the zeros of each, T is the number of tokens. */
export function sparsity(zero: readonly (readonly number[])[], tokens: number): number {
  const counts = zero.flat();
  const cells = (tokens * (tokens + 1)) / 2;
  return counts.reduce((sum, count) => sum + count, 0) / (counts.length * cells);
}
