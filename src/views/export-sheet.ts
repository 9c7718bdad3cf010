/** All heads of one model as files: contact sheet, numbers as a table and as data, caption. */
import type { Palette } from '#attention';
import { type Cell, csvOf, sheetFigure } from '#figure';
import { type Flag, flags, headMetrics, metrics } from '#metrics';
import type { Spec } from '#share';
import type { Answer } from '#state';
import type { Words } from '#words';
import type { Exported } from './ExportMenu.tsx';
import { excerptOf, figureColours, fileName, imageOf, ruleTitle } from './export-parts.ts';
import { shortForSinks } from './facts.ts';
import { limitOfHead } from './limits.ts';
import type { Draw } from './Picture.tsx';
import type { Theme } from './use-theme.ts';

export interface ExportSheet {
  readonly words: Words;
  readonly answer: Answer;
  readonly scale: Spec['scale'];
  readonly range: Spec['range'];
  readonly palette: Palette;
  readonly theme: Theme;
  readonly draw: Draw;
}

/** The signs that the page draws. */
const signs: Readonly<Record<Flag, string>> = { sink: '▼', silent: '○', 'mostly-silent': '◐' };

/** A map on the sheet is at most so many pixels, and the sheet as many as a picture may be. */
const MOST_SIDE = 128;
const MOST_PICTURE = 8192;
const GAP = 4;

export function exportSheet(of: ExportSheet): Exported {
  const { words, answer, scale, range, palette, theme } = of;
  const { card, report } = answer;
  const limit = range === 'one' ? 1 : words.largestOf[range];
  const said = range === 'one' ? words.figure.upTo('1') : words.figure.ownUpTo[range];
  const scaled = words.figure.scaled[scale];
  const shownValue = (id: string) => {
    const metric = metrics.find((each) => each.id === id);
    const value = metric?.of(report) ?? null;
    if ((id === 'sink02' || id === 'sink03') && shortForSinks(report)) return words.tooShort;
    return metric && value !== null ? metric.format(value) : '–';
  };
  const caption = () =>
    words.figure.sheetCaption({
      model: card.title,
      layers: card.layers,
      heads: card.heads,
      rule: ruleTitle(answer),
      text: excerptOf(report.text),
      tokens: report.T,
      scale: scaled,
      range: said,
      sink02: shownValue('sink02'),
      sink03: shownValue('sink03'),
      zero: shownValue('zero'),
      loss: shownValue('nll'),
    });

  return {
    name: fileName(card.id, 'heads'),
    caption,
    async svg() {
      const fitting = Math.floor(MOST_PICTURE / Math.max(card.layers, card.heads)) - GAP;
      const side = Math.min(MOST_SIDE, Math.max(32, report.T), fitting);
      const pitch = side + GAP;
      const { layers, heads } = card;
      const width = heads * pitch - GAP;
      const height = layers * pitch - GAP;
      const whole = [0, report.T] as const;
      const tiles = Array.from({ length: layers * heads }, (_, index) => {
        const [layer, head] = [Math.floor(index / heads), index % heads];
        const place = { left: head * pitch, top: layer * pitch, width: side, height: side };
        return {
          layer,
          head,
          ...place,
          queries: whole,
          keys: whole,
          limit: limitOfHead(answer, range, { layer, head }),
        };
      });
      const request = { width, height, scale, palette, tiles };
      return sheetFigure(
        {
          title: words.figure.sheet(card.title),
          about: words.figure.about(report.T, scaled, said),
          description: caption(),
          layers,
          heads,
          marks: report.flags.map((row) => row.map((found) => found.map((flag) => signs[flag]).join(''))),
          numbers: metrics.map(({ id }) => [words.metrics[id].title, shownValue(id)] as const),
          keys: flags.map((flag) => `${signs[flag]} ${words.flags[flag].one}`).join('\u2003'),
          image: await imageOf(of.draw, answer.serial, request),
          side,
          gap: GAP,
          scale,
          limit,
          palette,
          colours: figureColours[theme],
        },
        words,
      );
    },
    async csv() {
      const first: readonly Cell[] = ['layer', 'head', 'flags', ...headMetrics.map(({ id }) => id)];
      const table = report.flags.flatMap((row, layer) =>
        row.map((found, head): readonly Cell[] => [
          layer,
          head,
          found.join(' '),
          ...headMetrics.map((metric) => metric.of(report, layer, head)),
        ]),
      );
      return csvOf([first, ...table]);
    },
    json: async () => report,
  };
}
