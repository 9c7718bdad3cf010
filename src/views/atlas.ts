/** Where each head's small map lies in the one picture of a pane: arithmetic in device pixels. */
import type { Tile } from '#attention';
import type { HeadName } from '#share';
import type { Arrangement } from './arrange.ts';
import type { Place } from './steps.ts';

export interface Atlas {
  readonly rows: number;
  readonly columns: number;
  /** Device pixels from one map to the next. */
  readonly pitch: number;
  /** Device pixels left empty between two maps. */
  readonly gap: number;
  /** Device pixels of the picture. */
  readonly width: number;
  readonly height: number;
  /** Device pixels in a CSS pixel. */
  readonly ratio: number;
}

export interface Room {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

export type Placed = HeadName & Place;

/** CSS pixels: one head alone is no large map, that is another view. */
const MOST_PITCH = 192;
/** Device pixels along a side of a picture that every GPU draws. */
const MOST_SIDE = 8192;

/** The largest maps that fit the room, but never below `least` CSS pixels each: then the room scrolls. */
export function layAtlas(room: Room, rows: number, columns: number, ratio: number, least: number): Atlas {
  const fitting = Math.floor(pitchIn(room, rows, columns) * ratio);
  const wanted = Math.min(Math.max(fitting, Math.round(least * ratio)), Math.round(MOST_PITCH * ratio));
  const pitch = Math.max(1, Math.min(wanted, Math.floor(MOST_SIDE / Math.max(rows, columns, 1))));
  const gap = pitch > 1 ? Math.max(1, Math.round(Math.min(4 * ratio, pitch / 16))) : 0;
  return { rows, columns, pitch, gap, width: pitch * columns, height: pitch * rows, ratio };
}

/** Layers and heads have their rows and columns; heads in the order of a metric are broken into lines that fit best. */
export function layArrangement(
  { heads, rows }: Arrangement,
  headsOfLayer: number,
  room: Room,
  ratio: number,
  least: number,
): Atlas {
  if (rows) return layAtlas(room, rows[1] - rows[0], headsOfLayer, ratio, least);
  const columns = columnsOf(heads.length, room, least);
  return layAtlas(room, Math.ceil(heads.length / columns), columns, ratio, least);
}

/** Columns that make `count` maps largest, the fewest lines of equals; where even `least` is too large, one way scrolls. */
function columnsOf(count: number, room: Room, least: number): number {
  const widest = Math.min(Math.max(1, Math.floor(room.width / least)), Math.max(1, count));
  let best = widest;
  for (let columns = widest - 1; columns >= 1; columns--) {
    const better = pitchOf(columns) > pitchOf(best);
    if (better) best = columns;
  }
  return best;

  function pitchOf(columns: number): number {
    return Math.min(pitchIn(room, Math.ceil(count / columns), columns), MOST_PITCH);
  }
}

function pitchIn({ width, height }: Room, rows: number, columns: number): number {
  return Math.min(width / Math.max(1, columns), height / Math.max(1, rows));
}

/** Each head's row and column, in the order of the arrangement. */
export function placesOf({ heads, rows }: Arrangement, columns: number): readonly Placed[] {
  return heads.map(({ layer, head }, index) =>
    rows
      ? { layer, head, row: layer - rows[0], column: head }
      : { layer, head, row: Math.floor(index / columns), column: index % columns },
  );
}

/** One tile per head; `limitOf` gives the weight that gets the last colour. */
export function tilesOf(
  { pitch, gap }: Atlas,
  places: readonly Placed[],
  tokens: number,
  limitOf: (layer: number, head: number) => number,
): readonly Tile[] {
  const side = pitch - gap;
  return places.map(({ layer, head, row, column }) => ({
    layer,
    head,
    left: column * pitch,
    top: row * pitch,
    width: side,
    height: side,
    queries: [0, tokens] as const,
    keys: [0, tokens] as const,
    limit: limitOf(layer, head),
  }));
}

/** How many rows or columns share one label so that labels of `size` CSS pixels do not touch. */
export function labelStride(pitch: number, size: number): number {
  return Math.max(1, Math.ceil(size / pitch));
}
