/** A contact sheet: all heads of one model as small maps, with layers, heads, flags and the pane's numbers. */
import type { Words } from '#words';
import type { FigureColours } from './head-figure.ts';
import { type LegendParts, legend } from './legend.ts';
import { document, element, escapeXml, label } from './svg.ts';

export interface SheetFigure extends Omit<LegendParts, 'words' | 'soft'> {
  readonly title: string;
  readonly about: string;
  readonly description: string;
  readonly layers: number;
  readonly heads: number;
  /** [L][H]: marks such as ▼ for a sink. */
  readonly marks: readonly (readonly string[])[];
  /** Name and value of each number, in order. */
  readonly numbers: readonly (readonly [string, string])[];
  /** What the marks mean. */
  readonly keys: string;
  /** PNG of all maps, layer by layer, `side` pixels each and `gap` between. */
  readonly image: string;
  readonly side: number;
  readonly gap: number;
  readonly colours: FigureColours;
}

const MARGIN = 16;
const HEAD = 56;
const LABELS = 28;
const LINE = 15;
const COLUMN = 190;

/** SVG text; one pixel of the image is one unit. */
export function sheetFigure(figure: SheetFigure, words: Words): string {
  const { layers, heads, side, gap, colours, palette, scale, limit, numbers } = figure;
  const pitch = side + gap;
  const left = MARGIN + LABELS;
  const top = MARGIN + HEAD;
  const mapsWidth = heads * pitch - gap;
  const mapsHeight = layers * pitch - gap;
  const width = Math.max(left + mapsWidth, MARGIN + 520) + MARGIN;
  const columns = Math.max(1, Math.floor((width - 2 * MARGIN) / COLUMN));
  const lines = Math.ceil(numbers.length / columns);
  const legendTop = top + mapsHeight + 20;
  const numbersTop = legendTop + 52;
  const height = numbersTop + lines * LINE + 24 + MARGIN;
  const soft = { fill: colours.soft };
  const columnLabels = Array.from({ length: heads }, (_, head) =>
    label(left + head * pitch + side / 2, top - 6, `H${head}`, { 'text-anchor': 'middle', ...soft }),
  );
  const rowLabels = Array.from({ length: layers }, (_, layer) =>
    label(left - 6, top + layer * pitch + side / 2 + 4, `L${layer}`, { 'text-anchor': 'end', ...soft }),
  );
  const marks = figure.marks.flatMap((row, layer) =>
    row.flatMap((mark, head) =>
      mark === ''
        ? []
        : [
            label(left + head * pitch + side - 3, top + layer * pitch + 11, mark, {
              'text-anchor': 'end',
              'font-size': 10,
            }),
          ],
    ),
  );
  const table = numbers.map(([name, value], index) => {
    const x = MARGIN + (index % columns) * COLUMN;
    const y = numbersTop + Math.floor(index / columns) * LINE;
    return element('text', { x, y }, [
      element('tspan', soft, [escapeXml(`${name}\u2002`)]),
      element('tspan', { 'font-weight': 600 }, [escapeXml(value)]),
    ]);
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
        width: mapsWidth,
        height: mapsHeight,
        href: figure.image,
        style: 'image-rendering:pixelated',
      }),
      ...columnLabels,
      ...rowLabels,
      ...marks,
      legend(MARGIN, legendTop, { palette, scale, limit, words, soft: colours.soft }),
      ...table,
      label(MARGIN, numbersTop + lines * LINE + 12, figure.keys, soft),
    ],
  );
}
