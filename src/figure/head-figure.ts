/** One head's map as a figure for print: vector text and axes, the map as an embedded image with crisp cells. */
import type { Words } from '#words';
import { cutLabel, everyLabel } from './labels.ts';
import { type LegendParts, legend } from './legend.ts';
import { document, element, label } from './svg.ts';

export interface FigureColours {
  readonly ink: string;
  readonly soft: string;
  readonly page: string;
}

export interface HeadFigure extends Omit<LegendParts, 'words' | 'soft'> {
  readonly title: string;
  /** Model, T, scale: a line under the title. */
  readonly about: string;
  readonly description: string;
  /** Visible forms of the tokens along each axis, of the part that is shown. */
  readonly queries: readonly string[];
  readonly keys: readonly string[];
  /** PNG as a data address, one pixel a cell or more. */
  readonly image: string;
  readonly colours: FigureColours;
}

const MARGIN = 16;
const AXIS = 88;
const HEAD = 40;
const FOOT = 44;
/** The longer side of the map. */
const SIDE = 512;
/** Between two labels, and the most characters of one. */
const LABEL = 11;
const MOST = 14;

/** SVG text; sizes in CSS pixels. */
export function headFigure(figure: HeadFigure, words: Words): string {
  const { queries, keys, colours, palette, scale, limit } = figure;
  const cell = SIDE / Math.max(queries.length, keys.length);
  const [mapWidth, mapHeight] = [cell * keys.length, cell * queries.length];
  const left = MARGIN + AXIS;
  const top = MARGIN + HEAD;
  const bottom = top + mapHeight;
  const width = Math.max(left + mapWidth, MARGIN + 520) + MARGIN;
  const height = bottom + AXIS + FOOT + MARGIN;
  const soft = { fill: colours.soft };
  const queryLabels = everyLabel(queries.length, cell, LABEL).map((index) =>
    label(left - 6, top + (index + 0.5) * cell + 3.5, cutLabel(queries[index], MOST), {
      'text-anchor': 'end',
      ...soft,
    }),
  );
  const keyLabels = everyLabel(keys.length, cell, LABEL).map((index) => {
    const x = left + (index + 0.5) * cell + 3.5;
    return label(x, bottom + 6, cutLabel(keys[index], MOST), {
      'text-anchor': 'end',
      transform: `rotate(-90 ${x} ${bottom + 6})`,
      ...soft,
    });
  });
  return document(
    {
      width,
      height,
      title: figure.title,
      description: figure.description,
      ink: colours.ink,
      page: colours.page,
    },
    [
      label(MARGIN, MARGIN + 12, figure.title, { 'font-size': 14, 'font-weight': 600 }),
      label(MARGIN, MARGIN + 28, figure.about, soft),
      element('image', {
        x: left,
        y: top,
        width: mapWidth,
        height: mapHeight,
        href: figure.image,
        preserveAspectRatio: 'none',
        style: 'image-rendering:pixelated',
      }),
      element('rect', {
        x: left,
        y: top,
        width: mapWidth,
        height: mapHeight,
        fill: 'none',
        stroke: colours.soft,
        'stroke-width': 0.5,
      }),
      ...queryLabels,
      ...keyLabels,
      label(MARGIN, bottom + 14, words.queries, { 'font-style': 'italic', ...soft }),
      label(MARGIN, bottom + 28, words.keys, { 'font-style': 'italic', ...soft }),
      legend(MARGIN, bottom + AXIS + 8, { palette, scale, limit, words, soft: colours.soft }),
    ],
  );
}
