/** What is measured of each head: the values of a run by hand, and what bounds them. */
import { expect, test } from 'vitest';
import { headMetricNamed, headMetrics, report } from '#metrics';
import { en } from '#words';
import { layer, measured } from './measured-sample.ts';

const whole = report(measured);
const valuesOf = (of: typeof whole, head: number) =>
  Object.fromEntries(headMetrics.map((metric) => [metric.id, metric.of(of, 0, head)]));

test('each head has its value of every metric', () => {
  expect(valuesOf(whole, 0)).toEqual({
    first: 0.75,
    strongest: 0.75,
    rowsum: 1,
    zero: 0,
    zero16: 0.1,
    off: 0,
    outmax: 2,
    entropy: 0.75,
    distance: 1.25,
    previous: 0.125,
    self: 0.5,
  });
  expect(valuesOf(whole, 1)).toMatchObject({ strongest: 0.25, zero: 0.4, zero16: 0.5, off: 1 });
});

test('a head without any weight has neither entropy nor distance', () => {
  const none = { ...layer, rowsWithWeight: Uint32Array.of(4, 0), entropy: Float32Array.of(0.75, 0) };
  const empty = report({ ...measured, layers: [none, none] });
  expect(valuesOf(empty, 1)).toMatchObject({ entropy: null, distance: null, previous: 0.25 });
});

test('no value exceeds what its metric can be at most, which for entropy is ln T', () => {
  for (const { id, of, most } of headMetrics)
    for (const head of [0, 1])
      expect(of(whole, 0, head) ?? 0, id).toBeLessThanOrEqual(most(whole) ?? Number.MAX_VALUE);
  expect(headMetricNamed('entropy')?.most(whole)).toBe(Math.log(4));
  expect(headMetricNamed('distance')?.most(whole)).toBe(3);
});

test('every metric is defined in a sentence, and a name that is none is not taken for one', () => {
  for (const { id } of headMetrics) expect(en.headMetrics[id].definition).toMatch(/^[A-Z].*[^.]\.$/);
  expect(headMetricNamed('toString')).toBeNull();
});
