/** From one file to its texts. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textsOf } from '#explore';

test('documents are separated by a line that holds only U+241E, and keep the lines that they have', () => {
  expect(textsOf('a\n\nb\n␞\nc ␞ d\n␞\n␞\n\n␞\n  e\n')).toEqual(['a\n\nb', 'c ␞ d', '  e']);
  expect(textsOf('a\r\nb\r\n␞\r\nc\r\n')).toEqual(['a\r\nb', 'c']);
  expect(textsOf('␞\na')).toEqual(['a']);
});

test('in a file without such a line every line is a text, empty ones left out', () => {
  expect(textsOf('a b\n\n  \nc ␞ d\r\ne')).toEqual(['a b', 'c ␞ d', 'e']);
  expect(textsOf('')).toEqual([]);
});

test('what is joined by separators comes back', () => {
  const text = fc.string({ unit: fc.constantFrom('a', ' ', 'é', '\n', 'b') }).map((middle) => `x${middle}y`);
  fc.assert(
    fc.property(fc.array(text, { minLength: 2, maxLength: 5 }), (texts) => {
      expect(textsOf(`${texts.join('\n␞\n')}\n`)).toEqual(texts);
    }),
  );
});
