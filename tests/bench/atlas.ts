/** Pictures that the page asks for in a window of 1440 × 900, at two device pixels a CSS pixel: all heads, one large. */
import { type PictureRequest, palettes, type Scale } from '#attention';
import { layAtlas, tilesOf } from '../../src/views/atlas.ts';

/** CSS pixels that a pane of two leaves for the maps of 24 × 16 heads. */
const ROOM = { width: 454, height: 510 };
const RATIO = 2;
const LEAST_PITCH = 20;

export function atlasRequest(layers: number, heads: number, tokens: number, scale: Scale): PictureRequest {
  const atlas = layAtlas(ROOM, layers, heads, RATIO, LEAST_PITCH);
  const { width, height } = atlas;
  return { width, height, scale, palette: palettes.warm.light, tiles: tilesOf(atlas, tokens, () => 1) };
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
