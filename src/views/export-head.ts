/** One head's map as files: figure, weights as a table and as data, caption. */
import type { Palette, PictureRequest } from '#attention';
import { type Cell, csvOf, headFigure, markText } from '#figure';
import type { HeadName, Span, Spec } from '#share';
import type { Answer } from '#state';
import type { Words } from '#words';
import type { Exported } from './ExportMenu.tsx';
import { excerptOf, figureColours, fileName, gone, imageOf, ruleTitle } from './export-parts.ts';
import { factsOf } from './facts.ts';
import { meanText, percentText } from './numbers.ts';
import type { Draw } from './Picture.tsx';
import { headLabel } from './say.ts';
import type { ReadRow } from './use-row.ts';
import type { Theme } from './use-theme.ts';

export interface ExportHead {
  readonly words: Words;
  readonly answer: Answer;
  readonly head: HeadName;
  readonly queries: Span;
  readonly keys: Span;
  readonly scale: Spec['scale'];
  readonly limit: number;
  readonly palette: Palette;
  readonly theme: Theme;
  readonly draw: Draw;
  readonly readRow: ReadRow;
}

export function exportHead(of: ExportHead): Exported {
  const { words, answer, head, queries, keys, scale, limit, palette, theme } = of;
  const { card, report, pieces } = answer;
  const name = fileName(card.id, `L${head.layer}`, `H${head.head}`);
  const title = words.figure.head(headLabel(head.layer, head.head), card.title);
  const scaled = words.figure.scaled[scale];
  const range = words.figure.upTo(markText(limit));
  const visible = ([from, to]: Span) => pieces.slice(from, to).map((piece) => piece.visible);
  const caption = () => {
    const facts = factsOf(answer, head.layer, head.head);
    return words.figure.headCaption({
      ...head,
      model: card.title,
      layers: card.layers,
      heads: card.heads,
      rule: ruleTitle(answer),
      text: excerptOf(report.text),
      tokens: report.T,
      scale: scaled,
      range,
      rowSum: meanText(words, facts.rowSum),
      zeros: percentText(words, facts.zeros),
    });
  };
  const rows = async () => {
    const read: Float32Array[] = [];
    for (let query = queries[0]; query < queries[1]; query += 1) {
      const row = await of.readRow(answer.serial, head.layer, head.head, query);
      if (!row) throw gone();
      read.push(row.subarray(...keys));
    }
    return read;
  };

  return {
    name,
    caption,
    async svg() {
      const request = requestOf(head, queries, keys, limit, scale, palette);
      return headFigure(
        {
          title,
          about: words.figure.about(report.T, scaled, range),
          description: caption(),
          queries: visible(queries),
          keys: visible(keys),
          image: await imageOf(of.draw, answer.serial, request),
          scale,
          limit,
          palette,
          colours: figureColours[theme],
        },
        words,
      );
    },
    async csv() {
      const first: readonly Cell[] = [
        'query',
        'token',
        ...visible(keys).map((key, at) => `${keys[0] + at} ${key}`),
      ];
      const table = (await rows()).map((row, at): readonly Cell[] => {
        const query = queries[0] + at;
        const seen = Array.from(row, (weight, key) => (keys[0] + key > query ? null : weight));
        return [query, pieces[query].visible, ...seen];
      });
      return csvOf([first, ...table]);
    },
    async json() {
      return {
        model: card.id,
        rule: card.rule,
        text: report.text,
        T: report.T,
        layer: head.layer,
        head: head.head,
        queries,
        keys,
        tokens: pieces.map((piece) => piece.text),
        weights: (await rows()).map((row) => Array.from(row)),
        units: {
          weights: '[query][key] of the ranges above, from … up to, not with; later keys are 0',
          tokens: 'text of each token, <s> included',
        },
      };
    },
  };
}

/** One pixel a cell: a figure draws it with crisp edges at any size. */
function requestOf(
  { layer, head }: HeadName,
  queries: Span,
  keys: Span,
  limit: number,
  scale: Spec['scale'],
  palette: Palette,
): PictureRequest {
  const [width, height] = [keys[1] - keys[0], queries[1] - queries[0]];
  const tile = { layer, head, left: 0, top: 0, width, height, queries, keys, limit };
  return { width, height, scale, palette, tiles: [tile] };
}
