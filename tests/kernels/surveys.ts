/** Compares a survey from WebGPU with the reference's of the same layer. */
import { expect } from 'vitest';
import type { Survey } from '#attention';
import { largestDifference } from './agree.ts';

/** `near` is how far weights and sums of weights may be apart. */
export function expectSurvey(got: Survey, expected: Survey, near: number) {
  const { tokens } = expected;
  expect(got.tokens).toBe(tokens);
  for (const name of ['zero', 'zero16', 'rowsWithWeight'] as const) expect(got[name]).toEqual(expected[name]);
  const means = ['columnMean', 'rowSumMean', 'rowSumMin', 'weightMax', 'previous', 'self'] as const;
  for (const name of means)
    expect(largestDifference(got[name], expected[name]), name).toBeLessThanOrEqual(near);
  expect(largestDifference(got.off, expected.off)).toBeLessThanOrEqual(1e-6);
  expect(largestDifference(got.outputMax, expected.outputMax)).toBeLessThanOrEqual(
    near * Math.max(1, ...expected.outputMax),
  );
  // A share that is off by itself times `near` moves them by so much at most.
  expect(largestDifference(got.entropy, expected.entropy)).toBeLessThanOrEqual(near * (1 + Math.log(tokens)));
  expect(largestDifference(got.distance, expected.distance)).toBeLessThanOrEqual(near * tokens);
}
