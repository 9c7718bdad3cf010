/** Figures as text: what is written can be read again, whatever the tokens are. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { palettes } from '#attention';
import { csvOf, headFigure, marksOf, markText, sheetFigure } from '#figure';
import { en } from '#words';

const palette = palettes.warm.light;
const colours = { ink: '#000', soft: '#555', page: '#fff' };
const shared = {
  title: 'A <head> & "more"',
  about: 'T = 3',
  description: 'a map',
  scale: 'sqrt',
  limit: 1,
  palette,
  image: 'data:image/png;base64,AA==',
  colours,
} as const;

/** As a reader of RFC 4180 reads it. */
function readCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r\n)/g)) {
    row.push(quoted === undefined ? plain : quoted.replace(/""/g, '"'));
    if (end !== '\r\n') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

describe('a table', () => {
  test('is read again as it was written', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', ' ', 'a', '=') }),
    );
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1 }), (rows) => {
        expect(readCsv(csvOf(rows))).toEqual(rows);
      }),
    );
  });

  test('gives numbers with all their digits, and nothing for what is not there', () => {
    expect(csvOf([[0.1, 1e-30, null, 'a']])).toBe('0.1,1e-30,,a\r\n');
  });
});

describe('a head’s figure', () => {
  const queries = ['<s>', '·a&b', '·long'.repeat(9)];
  const svg = headFigure({ ...shared, queries, keys: queries.slice(0, 2) }, en);

  test('escapes what XML reads otherwise, and cuts long tokens', () => {
    expect(svg).toContain('<title>A &lt;head&gt; &amp; &quot;more&quot;</title>');
    expect(svg).toContain('>·a&amp;b</text>');
    expect(svg).toContain('>·long·long·lo…</text>');
    expect(svg).not.toMatch(/<s>/);
  });

  test('has as many tokens on each axis as cells, where there is room', () => {
    expect(svg.match(/rotate\(-90/g)).toHaveLength(2);
    expect(svg.match(/>&lt;s&gt;<\/text>/g)).toHaveLength(2);
  });

  test('embeds the map with crisp cells, of the shape of what is shown', () => {
    const [, width, height] = svg.match(/<image [^>]*width="([\d.]+)" height="([\d.]+)"/) ?? [];
    expect(Number(width) / Number(height)).toBeCloseTo(2 / 3, 3);
    expect(svg).toContain('image-rendering:pixelated');
  });
});

test('any text makes a figure without a character that XML cannot hold', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 6 }), (tokens) => {
      const svg = headFigure({ ...shared, title: tokens.join(''), queries: tokens, keys: tokens }, en);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
      expect(svg).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u);
    }),
  );
});

test('a contact sheet names every layer and head, its numbers and its marks', () => {
  const svg = sheetFigure(
    {
      ...shared,
      layers: 2,
      heads: 3,
      marks: [
        ['▼', '', ''],
        ['', '', '○'],
      ],
      numbers: [['Sparsity', '75 %']],
      keys: '▼ sink',
      side: 32,
      gap: 4,
    },
    en,
  );
  for (const text of ['>H0<', '>H2<', '>L0<', '>L1<', '>▼<', '>○<', '>75 %<']) expect(svg).toContain(text);
  expect(svg).not.toContain('>H3<');
});

test('the marks of a legend stand where their weights have their colours', () => {
  expect(marksOf('sqrt').map(({ share, at }) => [share, at])).toContainEqual([0.25, 0.5]);
  expect(marksOf('log').map(({ at }) => at)).toEqual([0, 0.25, 0.5, 0.75, 1]);
  expect([0, 1, 0.25, 1e-9].map(markText)).toEqual(['0', '1', '0.25', '1e−9']);
});
