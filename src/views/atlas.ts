/** Where each head's small map lies in the one picture of a pane: arithmetic in device pixels. */
import type { Tile } from '#attention';

export interface Atlas {
  readonly layers: number;
  readonly heads: number;
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

/** The largest maps that fit the room, but never below `least` CSS pixels each: then the room scrolls. */
export function layAtlas(room: Room, layers: number, heads: number, ratio: number, least: number): Atlas {
  const fitting = Math.floor(Math.min((room.width * ratio) / heads, (room.height * ratio) / layers));
  const pitch = Math.max(fitting, Math.round(least * ratio), 1);
  const gap = Math.max(1, Math.round(Math.min(4 * ratio, pitch / 16)));
  return { layers, heads, pitch, gap, width: pitch * heads, height: pitch * layers, ratio };
}

/** One tile per head, layer by layer; `limitOf` gives the weight that gets the last colour. */
export function tilesOf(
  atlas: Atlas,
  tokens: number,
  limitOf: (layer: number, head: number) => number,
): readonly Tile[] {
  const { layers, heads, pitch, gap } = atlas;
  const side = pitch - gap;
  return Array.from({ length: layers * heads }, (_, index) => {
    const layer = Math.floor(index / heads);
    const head = index % heads;
    return {
      layer,
      head,
      left: head * pitch,
      top: layer * pitch,
      width: side,
      height: side,
      queries: [0, tokens] as const,
      keys: [0, tokens] as const,
      limit: limitOf(layer, head),
    };
  });
}

/** How many rows or columns share one label so that labels of `size` CSS pixels do not touch. */
export function labelStride(pitch: number, size: number): number {
  return Math.max(1, Math.ceil(size / pitch));
}
