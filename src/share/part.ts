/** Which part of a large map is shown: spans in whole cells, zoomed at a point, moved, and kept inside the map. */
import type { CellName, Span, Zoom } from './spec.ts';

/** Cells along either side of the closest zoom; a shorter text is shown whole. */
export const FEWEST_CELLS = 4;

/** A point of the part that is shown, from 0 to 1 either way. */
export interface Spot {
  readonly query: number;
  readonly keyed: number;
}

const clamp = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most);

/** A span of that size, moved as little as it takes to lie within 0 to `tokens`. */
function inside(from: number, size: number, tokens: number): Span {
  const whole = clamp(Math.round(size), Math.min(FEWEST_CELLS, tokens), tokens);
  const start = clamp(Math.round(from), 0, tokens - whole);
  return [start, start + whole];
}

const spans = ({ queries, keys }: Zoom, change: (span: Span, axis: 'query' | 'keyed') => Span): Zoom => ({
  queries: change(queries, 'query'),
  keys: change(keys, 'keyed'),
});

/** The part of a map of `tokens` cells a side that a zoom asks for, whatever text it was made on; null asks for all. */
export function partOf(zoom: Zoom | null, tokens: number): Zoom {
  if (!zoom) return { queries: [0, tokens], keys: [0, tokens] };
  return spans(zoom, ([from, to]) => inside(from, to - from, tokens));
}

/** The zoom that asks for this part: null if it is all of the map. */
export function zoomOf(part: Zoom, tokens: number): Zoom | null {
  const all = [part.queries, part.keys].every(([from, to]) => from === 0 && to === tokens);
  return all ? null : part;
}

/**
 * The part with its sides multiplied by `factor` while the spot stays where it is, as far as whole cells and the
 * map's edges allow.
 */
export function zoomAt(part: Zoom, factor: number, spot: Spot, tokens: number): Zoom {
  return spans(part, ([from, to], axis) => {
    const size = to - from;
    const next = clamp(Math.round(size * factor), Math.min(FEWEST_CELLS, tokens), tokens);
    return inside(from + spot[axis] * (size - next), next, tokens);
  });
}

/** The part moved by whole cells, up to the map's edges. */
export function moveBy(part: Zoom, queries: number, keys: number, tokens: number): Zoom {
  const cells = { query: queries, keyed: keys };
  return spans(part, ([from, to], axis) => inside(from + cells[axis], to - from, tokens));
}

/** The part moved as little as it takes to show the cell. */
export function partWith(part: Zoom, cell: CellName): Zoom {
  return spans(part, ([from, to], axis) => {
    const by = Math.min(0, cell[axis] - from) + Math.max(0, cell[axis] + 1 - to);
    return [from + by, to + by];
  });
}

/** Where the cell's middle lies in the part: outside 0 to 1 if it is not shown. */
export function spotOf({ queries, keys }: Zoom, { query, keyed }: CellName): Spot {
  const within = ([from, to]: Span, index: number) => (index + 0.5 - from) / (to - from);
  return { query: within(queries, query), keyed: within(keys, keyed) };
}

/** The cell under a spot, the nearest one for a spot outside. */
export function cellAt({ queries, keys }: Zoom, spot: Spot): CellName {
  const index = ([from, to]: Span, at: number) => clamp(Math.floor(from + at * (to - from)), from, to - 1);
  return { query: index(queries, spot.query), keyed: index(keys, spot.keyed) };
}

export const sameZoom = (one: Zoom | null, other: Zoom | null): boolean =>
  one === other ||
  (one !== null && other !== null && `${one.queries} ${one.keys}` === `${other.queries} ${other.keys}`);
