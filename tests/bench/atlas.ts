/** Pictures that the page asks for in a window of 1440 × 900, at two device pixels a CSS pixel: all heads, one large. */
import { type PictureRequest, palettes, type Scale } from '#attention';

import { arrange, layArrangement, placesOf, tilesOf } from '#views';

/** CSS pixels that a pane of two leaves for the maps of 24 × 16 heads, where nothing else takes of its height. */
const ROOM = { width: 454, height: 510 };
const RATIO = 2;
const LEAST_PITCH = 14;
const CHOICE = { sort: null, only: [], layers: null, where: null };

export function atlasRequest(layers: number, heads: number, tokens: number, scale: Scale): PictureRequest {
  const arrangement = arrange(null, { layers, heads }, CHOICE);
  const atlas = layArrangement(arrangement, heads, ROOM, RATIO, LEAST_PITCH);
  const { width, height, columns } = atlas;
  const tiles = tilesOf(atlas, placesOf(arrangement, columns), tokens, () => 1);
  return { width, height, scale, palette: palettes.warm.light, tiles };
}

/** One head less another of another layer, as large as a pane has room for. */
export function differenceRequest(tokens: number): PictureRequest {
  const side = RATIO * ROOM.width;
  const all = [0, tokens] as const;
  const minus = { layer: 1, head: 1 };
  const place = { left: 0, top: 0, width: side, height: side, queries: all, keys: all };
  const tiles = [{ layer: 0, head: 0, minus, ...place, limit: 1 }];
  return { width: side, height: side, scale: 'sqrt', palette: palettes.warm.light, tiles };
}
