/** How cost grows with the number of tokens: the exponent of the power law that fits best. */

/** Least squares of log cost on log T; null for fewer than two points. */
export function exponentOf(points: readonly (readonly [tokens: number, cost: number])[]): number | null {
  if (points.length < 2) return null;
  const logs = points.map(([tokens, cost]) => [Math.log(tokens), Math.log(cost)]);
  const mean = (axis: 0 | 1) => logs.reduce((sum, each) => sum + each[axis], 0) / logs.length;
  const [x0, y0] = [mean(0), mean(1)];
  const slope = logs.reduce((sum, [x, y]) => sum + (x - x0) * (y - y0), 0);
  return slope / logs.reduce((sum, [x]) => sum + (x - x0) ** 2, 0);
}
