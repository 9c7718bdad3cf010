/** Sparsity: how much of the lower triangle, diagonal included, is exactly zero. */

/** Cells that a causal map of that many tokens can fill. */
const cellsOf = (tokens: number) => (tokens * (tokens + 1)) / 2;

/** Share, 0 to 1, of one head's lower triangle. */
export const shareOf = (zeros: number, tokens: number) => zeros / cellsOf(tokens);

/** Share, 0 to 1, pooled over all heads; `zero` [L][H] counts the zeros of each, T is the number of tokens. */
export function sparsity(zero: readonly (readonly number[])[], tokens: number): number {
  const counts = zero.flat();
  return counts.reduce((sum, count) => sum + count, 0) / (counts.length * cellsOf(tokens));
}
