/** What the tiles of a picture are drawn on, and how the kernels are told of its colours. */
import type { Palette, Ramp } from './palette.ts';
import type { Scale } from './types.ts';

export interface Target {
  /** [height, rowPixels] RGBA, clear before anything is drawn. */
  readonly pixels: GPUBuffer;
  readonly rowPixels: number;
  readonly scale: Scale;
  readonly palette: Palette;
  /** Has a buffer freed when the picture is drawn. */
  keep(buffer: GPUBuffer): GPUBuffer;
}

const scales: readonly Scale[] = ['linear', 'sqrt', 'log'];

/** As in `place.wgsl`. */
export const scaleWord = ({ scale }: Pick<Target, 'scale'>) => scales.indexOf(scale);

/** [258] RGBA: the colours, zero, mask. */
export function rampWords({ colours, zero }: Ramp, mask: Palette['mask']): Uint8Array<ArrayBuffer> {
  const words = new Uint8Array(4 * 258);
  for (let index = 0; index < 256; index++)
    words.set([...colours.subarray(3 * index, 3 * index + 3), 255], 4 * index);
  words.set([...zero, 255], 4 * 256);
  words.set(mask, 4 * 257);
  return words;
}
