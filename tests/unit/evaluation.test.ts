/** What many texts say together, by hand-made numbers and by the laws that sums obey. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluation, kurtosis, measuresOf, type TextMeasures, type TextRecord } from '#metrics';
import { measured, momentsOf } from './measured-sample.ts';

const of = { model: 'toy', rule: 'softpick', T: 4 };

test('the record of a text counts what its run measured, without the raw output of the last block', () => {
  const { moments, ...rest } = measuresOf(measured);
  expect(rest).toEqual({
    sink02: 2,
    sink03: 2,
    min: -3,
    max: 3,
    zero: 8,
    zero16: 12,
    off: [
      [0, 4],
      [3, 4],
    ],
    nll: 3,
    rowsum: 0.65625,
  });
  expect(kurtosis([moments])).toBeCloseTo(kurtosis([momentsOf([-1, 1, -2, 2, -3, 3])]), 12);
  expect(() => measuresOf({ ...measured, losses: new Float32Array() })).toThrow(
    'metrics: expected a text of at least 2 tokens, got 1',
  );
  expect(() => measuresOf({ ...measured, hidden: measured.hidden.slice(1) })).toThrow(
    'metrics: hidden states: expected [layers + 2 4], got [3]',
  );
});

/** Four heads. */
const measures = (values: readonly number[], more: Partial<TextMeasures> = {}): TextMeasures => ({
  sink02: 0,
  sink03: 0,
  moments: momentsOf(values),
  min: Math.min(...values),
  max: Math.max(...values),
  zero: 0,
  zero16: 0,
  off: [
    [0, 0],
    [0, 0],
  ],
  nll: 0,
  rowsum: 1,
  ...more,
});

describe('an evaluation', () => {
  test('takes means over the texts that were long enough, and counts the others', () => {
    const first = { sink02: 3, sink03: 1, zero: 10, zero16: 20, nll: 2, rowsum: 0.25 };
    const second = { sink02: 1, sink03: 0, zero: 20, zero16: 20, nll: 4, rowsum: 0.75 };
    const found = evaluation(of, [
      { index: 0, length: 4, measures: measures([-1, 2], first) },
      { index: 1, length: 3, measures: null },
      { index: 2, length: 9, measures: measures([-5, 1], second) },
    ]);
    expect(found).toEqual({
      ...{ model: 'toy', rule: 'softpick', T: 4, texts: 2, skipped: 1 },
      ...{ sink02: 0.5, sink03: 0.125, kurt: kurtosis([momentsOf([-1, 2]), momentsOf([-5, 1])]) },
      ...{ min: -5, max: 2, zero: 15 / 40, zero16: 0.5, dead: 0, mostlyDead: 0, nll: 3, rowsum: 0.5 },
    });
    expect(found.kurt).toBeCloseTo(kurtosis([momentsOf([-1, 2, -5, 1])]), 12);
  });

  test('calls a head dead by the tokens of all texts together, from 95 % on, and mostly dead from 75 % on', () => {
    const text = (index: number, off: TextMeasures['off']): TextRecord => ({
      index,
      length: 10,
      measures: measures([0, 1], { off }),
    });
    const texts = [
      text(0, [
        [9, 5],
        [10, 4],
      ]),
      text(1, [
        [10, 10],
        [8, 10],
      ]),
    ];
    const { dead, mostlyDead } = evaluation({ ...of, T: 10 }, texts);
    expect([dead, mostlyDead]).toEqual([0.25, 0.5]);
  });

  test('is the same to the last bit in any order, in parts, and by way of JSON', () => {
    const finite = fc.double({ min: -1e3, max: 1e3, noNaN: true });
    const numbers = fc.record({
      sink02: fc.nat(4),
      zero16: fc.nat(40),
      nll: finite.map(Math.abs),
      rowsum: finite.map(Math.abs),
    });
    const text = fc.option(
      fc
        .tuple(fc.array(finite, { minLength: 2, maxLength: 9 }), numbers)
        .map(([values, more]) => measures(values, more)),
    );
    const many = fc.array(text, { minLength: 1, maxLength: 12 }).filter((all) => all.some((each) => each));
    fc.assert(
      fc.property(many, fc.integer({ min: 1, max: 5 }), (texts, parts) => {
        const records = texts.map((each, index) => ({ index, length: each ? 4 : 3, measures: each }));
        const part = (at: number) => records.filter(({ index }) => index % parts === at);
        const merged = Array.from({ length: parts }, (_, at) => JSON.stringify(part(at))).flatMap(
          (lines): TextRecord[] => JSON.parse(lines),
        );
        const whole = JSON.stringify(evaluation(of, records));
        expect(JSON.stringify(evaluation(of, merged))).toBe(whole);
        expect(JSON.stringify(evaluation(of, merged.reverse()))).toBe(whole);
      }),
    );
  });

  test('refuses two records of one text, and texts of which none is long enough', () => {
    const short = { index: 7, length: 3, measures: null };
    expect(() => evaluation(of, [short, short])).toThrow(
      'metrics: expected one record a text, got two of text 7',
    );
    expect(() => evaluation(of, [short])).toThrow(
      'metrics: expected a text of at least 4 tokens among 1, got none',
    );
  });
});
