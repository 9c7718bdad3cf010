/** Hidden-state statistics and losses of the engine, against cases worked by hand. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lossesOf, quartileRanks, statisticsOf } from '#engine';

test('quartiles lie between neighbours, linear', () => {
  expect(statisticsOf(Float32Array.of(4, 1, 3, 2)).quartiles).toEqual([1.75, 2.5, 3.25]);
  expect(statisticsOf(Float32Array.of(7)).quartiles).toEqual([7, 7, 7]);
});

test('each quartile has its share of the values on both sides, whatever they are', () => {
  const value = fc.oneof(
    fc.float({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(0, -0, 1e30, -1e30, 1),
  );
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), (numbers) => {
      const values = Float32Array.from(numbers);
      const { quartiles, min, max } = statisticsOf(values);
      for (const [n, quartile] of quartiles.entries()) {
        const at = ((n + 1) / 4) * (values.length - 1);
        expect(values.filter((each) => each <= quartile).length).toBeGreaterThanOrEqual(Math.floor(at) + 1);
        expect(values.filter((each) => each >= quartile).length).toBeGreaterThanOrEqual(
          values.length - Math.ceil(at),
        );
        expect(quartile).toBeGreaterThanOrEqual(min);
        expect(quartile).toBeLessThanOrEqual(max);
      }
    }),
    { seed: 2, numRuns: 200 },
  );
});

test('quartile ranks stay inside the sample', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), (count) => {
      for (const [lower, upper, share] of quartileRanks(count)) {
        expect(lower).toBeLessThanOrEqual(upper);
        expect(upper).toBeLessThan(count);
        expect(share).toBeLessThan(1);
      }
    }),
    { seed: 1, numRuns: 200 },
  );
});

test('moments are those of the definition', () => {
  const { count, mean, m2, m3, m4, min, max } = statisticsOf(Float32Array.of(-1, 0, 0, 5));
  expect([count, mean, min, max]).toEqual([4, 1, -1, 5]);
  expect(m2).toBeCloseTo(4 + 1 + 1 + 16, 10);
  expect(m3).toBeCloseTo(-8 - 1 - 1 + 64, 10);
  expect(m4).toBeCloseTo(16 + 1 + 1 + 256, 10);
});

test('the loss of a token is minus the log of its softmax, and the last token has none', () => {
  const logits = Float32Array.of(0, Math.log(3), 0, 0, 1e4, -1e4);
  const losses = lossesOf(logits, [0, 1, 1], 2);
  expect(losses).toHaveLength(2);
  expect(losses[0]).toBeCloseTo(-Math.log(3 / 4), 6);
  expect(losses[1]).toBeCloseTo(Math.log(2), 6);
  expect(lossesOf(logits, [0], 2)).toHaveLength(0);
});
