/** What may be asked of kept layers, checked alike for both implementations. */
import type { LayerShape, PictureRequest, Tile } from './types.ts';

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

function checkTile(layers: readonly Shaped[], { width, height }: PictureRequest, tile: Tile): void {
  checkIndex('layer', tile.layer, layers.length);
  const { heads, tokens } = layers[tile.layer].shape;
  checkIndex('head', tile.head, heads);
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
