/** Pictures of a run, in which another run on the same machine may be taken away. */
import { type HeadPlace, type KeptLayer, type PictureRequest, renamed } from '#attention';
import type { Machine } from './machine.ts';

/** What is left of a run. */
export interface KeptRun<B = unknown> {
  readonly machine: Machine<B>;
  readonly layers: readonly KeptLayer<B>[];
}

/** A head that is taken away: of the run that is drawn, or of another. */
export interface HeadOfRun extends HeadPlace {
  readonly run?: { kept(): KeptRun } | undefined;
}

/** The layers of all runs that a picture is drawn from, one after another, and the request in their terms. */
function gathered<B>(
  own: KeptRun<B>,
  request: PictureRequest<HeadOfRun>,
): readonly [readonly KeptLayer<B>[], PictureRequest] {
  const layers = [...own.layers];
  const begins = new Map<KeptRun['layers'], number>([[own.layers, 0]]);
  const beginOf = (other: KeptRun) => {
    if (other.machine !== own.machine)
      throw new Error('engine: expected a difference of runs on one machine, got one on another');
    const found = begins.get(other.layers) ?? layers.length;
    if (!begins.has(other.layers)) layers.push(...(other.layers as KeptRun<B>['layers']));
    begins.set(other.layers, found);
    return found;
  };
  const place = ({ run, layer, head }: HeadOfRun): HeadPlace => {
    const other = run?.kept() ?? own;
    checkLayer(other, layer);
    return { layer: beginOf(other) + layer, head };
  };
  return [layers, renamed(request, place)];
}

export function checkLayer({ layers }: KeptRun, index: number): void {
  if (!layers[index]) throw new Error(`engine: expected layer from 0 to ${layers.length - 1}, got ${index}`);
}

export function drawRun<B>(own: KeptRun<B>, request: PictureRequest<HeadOfRun>): Promise<ImageBitmap> {
  for (const { layer } of request.tiles) checkLayer(own, layer);
  return own.machine.operator.picture(...gathered(own, request));
}
