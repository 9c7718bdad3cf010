/** What a palette is, and the one definition of the colour of a weight and of a difference of weights. */
import type { Scale } from './types.ts';

export interface Ramp {
  /** [256, RGB], 0 to 255. */
  readonly colours: Uint8Array;
  /** An exact zero: a grey that nothing else has. */
  readonly zero: readonly [red: number, green: number, blue: number];
}

/** Its colours go from the least weight to the limit: lightness runs one way, in even steps. */
export interface Palette extends Ramp {
  readonly id: string;
  /** Keys after their query; opaque or clear. */
  readonly mask: readonly [red: number, green: number, blue: number, alpha: number];
  /** From minus the limit to the limit; the least differences have the two colours in the middle. */
  readonly difference: Ramp;
}

/** Decades below the limit that the log scale shows. */
export const LOG_DECADES = 4;

/** Place of a weight on the palette, 0 to 1; `share` is weight / limit, above 0. */
export function placeOf(scale: Scale, share: number): number {
  const place =
    scale === 'linear' ? share : scale === 'sqrt' ? Math.sqrt(share) : 1 + Math.log10(share) / LOG_DECADES;
  return Math.min(1, Math.max(0, place));
}

const placeBelow = (scale: Scale, limit: number, weight: number) =>
  placeOf(scale, weight < limit ? weight / limit : 1);

/** Index of a weight above 0 in the palette's 256 colours; at the limit and above it the last one. */
export function indexOf(scale: Scale, limit: number, weight: number): number {
  return Math.floor(255 * placeBelow(scale, limit, weight) + 0.5);
}

/**
 * Index of a difference other than 0 among the palette's 256: 128 to 255 above 0, 127 to 0 below, by its absolute
 * value as a weight's is by the weight.
 */
export function differenceIndexOf(scale: Scale, limit: number, difference: number): number {
  const steps = Math.floor(127 * placeBelow(scale, limit, Math.abs(difference)) + 0.5);
  return difference > 0 ? 128 + steps : 127 - steps;
}

type Colour = readonly [red: number, green: number, blue: number, alpha: number];

const colourAt = ({ colours }: Ramp, index: number): Colour => [
  colours[3 * index],
  colours[3 * index + 1],
  colours[3 * index + 2],
  255,
];

/** The colour of one weight, RGBA from 0 to 255. */
export function colourOf(palette: Palette, scale: Scale, limit: number, weight: number): Colour {
  return weight === 0 ? [...palette.zero, 255] : colourAt(palette, indexOf(scale, limit, weight));
}

/** The colour of a difference of two weights, RGBA from 0 to 255. */
export function differenceColourOf(
  { difference: ramp }: Palette,
  scale: Scale,
  limit: number,
  difference: number,
): Colour {
  return difference === 0 ? [...ramp.zero, 255] : colourAt(ramp, differenceIndexOf(scale, limit, difference));
}
