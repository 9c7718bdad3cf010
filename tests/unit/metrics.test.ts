/** The metrics, by hand-computed cases and by the laws that they obey. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  flagsOf,
  kurtosis,
  meanLoss,
  shortestForSinks,
  silentHeads,
  sinkRate,
  sparsity,
  strongestKey,
  topOf,
} from '#metrics';
import { en } from '#words';
import { layer, measured, momentsOf } from './measured-sample.ts';

describe('the sink rate', () => {
  test('counts the heads above the threshold, not those at it', () => {
    expect(
      sinkRate(
        [
          [0.2, 0.25],
          [0.31, 0],
        ],
        0.2,
      ),
    ).toBe(0.5);
    expect(
      sinkRate(
        [
          [0.2, 0.25],
          [0.31, 0],
        ],
        0.3,
      ),
    ).toBe(0.25);
  });

  test('flags call a text too short exactly as long as an even head would pass for a sink', () => {
    const evenHead = (tokens: number) =>
      Array.from({ length: tokens }, (_, query) => 1 / (query + 1)).reduce((a, b) => a + b, 0) / tokens;
    expect(evenHead(9)).toBeGreaterThan(0.3);
    expect(evenHead(10)).toBeLessThan(0.3);
    expect(evenHead(shortestForSinks - 1)).toBeGreaterThan(0.2);
    expect(evenHead(shortestForSinks)).toBeLessThan(0.2);
    expect(en.flags.sink.definition).toContain(`Below ${shortestForSinks} tokens`);
  });
});

test('sparsity is the share of zeros among the cells of the lower triangles', () => {
  expect(
    sparsity(
      [
        [6, 0],
        [3, 3],
      ],
      3,
    ),
  ).toBe(0.5);
  expect(sparsity([[1]], 1)).toBe(1);
});

test('a head is silent from 95 % of tokens on', () => {
  expect(
    silentHeads([
      [0.9499, 0.95],
      [1, 0],
    ]),
  ).toBe(2);
});

describe('the loss', () => {
  test('is the mean over the tokens that had one to predict them', () => {
    expect(meanLoss(Float32Array.of(1, 2, 6))).toBe(3);
  });

  test('does not exist for a single token', () => {
    expect(meanLoss(new Float32Array())).toBeNull();
  });
});

describe('kurtosis', () => {
  test('is 1 for two equal peaks, 1.8 for an even spread and 3 for a normal distribution', () => {
    expect(kurtosis([momentsOf([-1, 1, 1, -1])])).toBe(1);
    expect(kurtosis([momentsOf(Array.from({ length: 2001 }, (_, i) => i))])).toBeCloseTo(1.8, 5);
    const binomial = [1, 8, 28, 56, 70, 56, 28, 8, 1].flatMap((times, value) =>
      Array<number>(times).fill(value),
    );
    expect(kurtosis([momentsOf(binomial)])).toBeCloseTo(3 - 2 / 8, 12);
  });

  test('does not depend on how the values are divided into states, nor on shift and scale', () => {
    const values = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 4, maxLength: 50 });
    fc.assert(
      fc.property(values, fc.nat(), fc.double({ min: 0.5, max: 50, noNaN: true }), (all, cut, scale) => {
        const spread = [...all, 30, -20];
        const at = 1 + (cut % (spread.length - 1));
        const whole = kurtosis([momentsOf(spread)]);
        const parts = [momentsOf(spread.slice(0, at)), momentsOf(spread.slice(at))];
        expect(kurtosis(parts) / whole).toBeCloseTo(1, 9);
        expect(kurtosis([momentsOf(spread.map((value) => value * scale + 7))]) / whole).toBeCloseTo(1, 9);
      }),
    );
  });
});

describe('flags', () => {
  test('name sinks on any key, silent heads and mostly silent ones', () => {
    expect(flagsOf(layer, 0)).toEqual(['sink']);
    expect(flagsOf(layer, 1)).toEqual(['silent']);
    expect(flagsOf(measured.layers[1], 0)).toEqual(['sink', 'mostly-silent']);
    expect(flagsOf({ ...layer, off: Float32Array.of(0, 0.5) }, 1)).toEqual([]);
    const elsewhere = { ...layer, columnMean: Float32Array.of(0, 0.1, 0.4, 0, 0, 0, 0, 0) };
    expect(flagsOf(elsewhere, 0)).toEqual(['sink']);
    expect(strongestKey(elsewhere, 0)).toEqual({ key: 2, weight: Math.fround(0.4) });
  });

  test('call a head silent that is off on exactly 19 of 20 tokens, though 0.95 is less than that in f32', () => {
    const twenty = { ...layer, tokens: 20, columnMean: new Float32Array(40) };
    const off = (tokens: number) => flagsOf({ ...twenty, off: Float32Array.of(tokens / 20, 0) }, 0);
    expect([14, 15, 18, 19, 20].map(off)).toEqual([
      [],
      ['mostly-silent'],
      ['mostly-silent'],
      ['silent'],
      ['silent'],
    ]);
  });

  test('a head without any weight has its strongest key at the start, with weight 0', () => {
    expect(strongestKey({ ...layer, columnMean: new Float32Array(8) }, 1)).toEqual({ key: 0, weight: 0 });
  });
});

test('the highest logits come first, the lower id first among equals', () => {
  expect(topOf(measured.lastLogits, 3)).toEqual([
    [6, 9],
    [7, 8],
    [8, 7],
  ]);
  expect(topOf(Float32Array.of(1, 5, 5), 9)).toEqual([
    [1, 5],
    [2, 5],
    [0, 1],
  ]);
});
