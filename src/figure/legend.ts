/** What the colours of a map mean, in true numbers: where the marks stand, and the legend of a figure. */
import { format } from 'd3';
import { LOG_DECADES, type Palette, placeOf, type Scale } from '#attention';
import type { Words } from '#words';
import { element, label } from './svg.ts';

/** Shares of the limit that are marked. */
const shares: Readonly<Record<Scale, readonly number[]>> = {
  linear: [0, 0.25, 0.5, 0.75, 1],
  sqrt: [0, 0.01, 0.1, 0.25, 0.5, 1],
  log: Array.from({ length: LOG_DECADES + 1 }, (_, decade) => 10 ** (decade - LOG_DECADES)),
};

export interface Mark {
  /** Share of the limit. */
  readonly share: number;
  /** Place along the ramp, 0 to 1. */
  readonly at: number;
}

export function marksOf(scale: Scale): readonly Mark[] {
  return shares[scale].map((share) => ({ share, at: share === 0 ? 0 : placeOf(scale, share) }));
}

const twoDigits = format('.2~r');
const rounded = format('.2~g');

/** A weight as a mark says it. */
export function markText(weight: number): string {
  if (weight === 0) return '0';
  return weight < 0.001 ? rounded(weight).replace('e-', 'e−') : twoDigits(weight);
}

/** Every fifteenth colour is near enough to its neighbours for a gradient between them. */
export function rampStops({ colours }: Pick<Palette, 'colours'>): readonly string[] {
  return Array.from({ length: 18 }, (_, stop) => {
    const at = 3 * stop * 15;
    return `rgb(${colours[at]} ${colours[at + 1]} ${colours[at + 2]})`;
  });
}

export interface LegendParts {
  readonly scale: Scale;
  /** The weight of the last colour, or in words whose largest weight that is, where several maps have their own. */
  readonly limit: number | string;
  readonly palette: Palette;
  readonly words: Words;
  readonly soft: string;
}

const RAMP = 200;

/** The legend of a figure, its upper left corner at x, y; 30 units high. */
export function legend(x: number, y: number, { scale, limit, palette, words, soft }: LegendParts): string {
  const stops = rampStops(palette).map((colour, index, all) =>
    element('stop', { offset: index / (all.length - 1), 'stop-color': colour }),
  );
  const [red, green, blue] = palette.zero;
  const name = words.weight;
  const left = x + 8 + 7 * [...name].length;
  const marks = marksOf(scale).flatMap(({ share, at }) => {
    if (typeof limit === 'string' && share > 0 && share < 1) return [];
    const text = typeof limit === 'number' ? markText(share * limit) : share === 1 ? limit : '0';
    return [label(left + at * RAMP, y + 23, text, { 'text-anchor': 'middle', fill: soft })];
  });
  const swatch = (from: number, fill: string, text: string) => [
    element('rect', { x: from, y: y + 0.5, width: 10, height: 10, fill, stroke: soft, 'stroke-width': 0.5 }),
    label(from + 15, y + 9.5, text, { fill: soft }),
  ];
  return element('g', {}, [
    element('linearGradient', { id: 'ramp' }, stops),
    label(x, y + 9.5, name),
    element('rect', { x: left, y, width: RAMP, height: 10, fill: 'url(#ramp)' }),
    ...marks,
    ...swatch(left + RAMP + 28, `rgb(${red} ${green} ${blue})`, words.exactZero),
    ...swatch(left + RAMP + 128, 'none', words.masked),
  ]);
}
