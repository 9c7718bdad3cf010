/** Shapes as labelled tuples, and the one check that a tensor has the shape it should. */

/** Axis name → length; the order in which the names are written is the order of the axes. */
export type Shape = Readonly<Record<string, number>>;

/** Number of elements. */
export function sizeOf(shape: Shape): number {
  return Object.values(shape).reduce((size, length) => size * length, 1);
}

/**
 * Throws `where: expected [tokens 64, width 768], got [64, 512]` unless `got` has those lengths in that order.
 * `where` names room and tensor: `engine: qkv`.
 */
export function expectShape(where: string, got: readonly number[], expected: Shape): void {
  const axes = Object.entries(expected);
  if (got.length === axes.length && axes.every(([, length], axis) => length === got[axis])) return;
  const labelled = axes.map(([name, length]) => `${name} ${length}`).join(', ');
  throw new Error(`${where}: expected [${labelled}], got [${got.join(', ')}]`);
}
