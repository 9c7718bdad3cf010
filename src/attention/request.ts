/** What may be asked of kept layers, checked alike for both implementations. */
import type { HeadPlace, LayerShape, PictureRequest, Tile } from './types.ts';

type Shaped = { readonly shape: LayerShape };

function checkIndex(name: string, index: number, count: number): void {
  if (!(Number.isInteger(index) && index >= 0 && index < count))
    throw new Error(`attention: expected ${name} from 0 to ${count - 1}, got ${index}`);
}

export function checkHead({ shape }: Shaped, head: number): void {
  checkIndex('head', head, shape.heads);
}

/** Throws unless the layer has that head and that query. */
export function checkRow(layer: Shaped, head: number, query: number): void {
  checkHead(layer, head);
  checkIndex('query', query, layer.shape.tokens);
}

/** Throws unless the layer has that head and that key. */
export function checkColumn(layer: Shaped, head: number, key: number): void {
  checkHead(layer, head);
  checkIndex('key', key, layer.shape.tokens);
}

function checkSpan(name: string, from: number, to: number, most: number): void {
  if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from < to && to <= most))
    throw new Error(`attention: expected ${name} within 0 to ${most} and not empty, got ${from} to ${to}`);
}

function checkPlace(layers: readonly Shaped[], { layer, head }: HeadPlace): void {
  checkIndex('layer', layer, layers.length);
  checkHead(layers[layer], head);
}

function checkTile(layers: readonly Shaped[], { width, height }: PictureRequest, tile: Tile): void {
  checkPlace(layers, tile);
  const { tokens } = layers[tile.layer].shape;
  if (tile.minus) {
    checkPlace(layers, tile.minus);
    const others = layers[tile.minus.layer].shape.tokens;
    if (others !== tokens)
      throw new Error(
        `attention: expected a difference of heads with as many tokens, got ${tokens} and ${others}`,
      );
  }
  checkSpan('queries', ...tile.queries, tokens);
  checkSpan('keys', ...tile.keys, tokens);
  checkSpan('columns of pixels', tile.left, tile.left + tile.width, width);
  checkSpan('lines of pixels', tile.top, tile.top + tile.height, height);
}

/** Throws unless every tile lies in the picture and shows cells of a head that is there. */
export function checkRequest(layers: readonly Shaped[], request: PictureRequest): void {
  checkSpan('a picture’s width', 0, request.width, 8192);
  checkSpan('a picture’s height', 0, request.height, 8192);
  for (const tile of request.tiles) checkTile(layers, request, tile);
}

/** The same picture, with the heads that are taken away named in another way. */
export function renamed<From extends HeadPlace, To extends HeadPlace>(
  request: PictureRequest<From>,
  rename: (minus: From) => To,
): PictureRequest<To> {
  const tiles = request.tiles.map(
    ({ minus, ...tile }): Tile<To> => (minus ? { ...tile, minus: rename(minus) } : tile),
  );
  return { ...request, tiles };
}
