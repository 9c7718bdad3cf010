/** The report of one run, and the table of metrics that shows it. */

import { describe, expect, test } from 'vitest';
import { kurtosis, metrics, type Report, report } from '#metrics';
import { en } from '#words';
import { layer, measured, momentsOf } from './measured-sample.ts';

describe('the report', () => {
  const whole = report(measured);

  test('gives every number under its key, layer by layer and head by head', () => {
    expect(whole).toMatchObject({
      model: 'toy',
      rule: 'softpick',
      text: 'a b c',
      ids: [0, 5, 7, 9],
      T: 4,
      precision: 'f32',
      nll: 3,
      top: [
        [6, 9],
        [7, 8],
        [8, 7],
        [9, 6],
        [1, 3],
      ],
      logit_last_head: [0, 3, 1, 3, -1, 2, 9, 8],
      col0: [
        [0.75, 0],
        [0.75, 0],
      ],
      rowsum: [
        [1, 0.3125],
        [1, 0.3125],
      ],
      zero: [
        [0, 4],
        [0, 4],
      ],
      zero16: [
        [1, 5],
        [1, 5],
      ],
      outmax: [
        [2, 0.5],
        [2, 0.5],
      ],
      off: [
        [0, 1],
        [0.75, 1],
      ],
      weighted: [
        [4, 2],
        [4, 2],
      ],
      entropy: [
        [0.75, 0.25],
        [0.75, 0.25],
      ],
      distance: [
        [1.25, 0.5],
        [1.25, 0.5],
      ],
      previous: [
        [0.125, 0.25],
        [0.125, 0.25],
      ],
      self: [
        [0.5, 0],
        [0.5, 0],
      ],
      sink02: 0.5,
      sink03: 0.5,
      flags: [
        [['sink'], ['silent']],
        [['sink', 'mostly-silent'], ['silent']],
      ],
    });
    expect(whole.strongest[1]).toEqual([
      { key: 0, weight: 0.75 },
      { key: 2, weight: 0.25 },
    ]);
    expect(whole.hid).toHaveLength(4);
    expect(whole.hid[2]).toEqual({ min: -900, max: 900, q: [1, 2, 3] });
  });

  test('leaves the raw output of the last block out of the pooled numbers', () => {
    expect(whole.kurt).toBeCloseTo(kurtosis([momentsOf([-1, 1, -2, 2, -3, 3])]), 12);
    expect(shown('largest', whole)).toBe('3');
    expect(shown('least', whole)).toBe('-3');
  });

  test('says the unit of every number in it', () => {
    const named = ['model', 'rule', 'text', 'ids', 'units'];
    expect(Object.keys(whole.units).sort()).toEqual(
      Object.keys(whole)
        .filter((key) => !named.includes(key))
        .sort(),
    );
  });

  test('survives JSON, and says null for the loss of a single token', () => {
    const single = report({
      ...measured,
      ids: [0],
      losses: new Float32Array(),
      layers: [{ ...layer, tokens: 1, columnMean: Float32Array.of(1, 0) }],
      hidden: measured.hidden.slice(1),
    });
    expect(single.nll).toBeNull();
    expect(JSON.parse(JSON.stringify(single))).toEqual(single);
  });

  test('refuses parts that do not fit together, saying what was expected', () => {
    expect(() => report({ ...measured, heads: 3 })).toThrow(
      'metrics: column means: expected [heads × tokens 12], got [8]',
    );
    expect(() => report({ ...measured, hidden: measured.hidden.slice(1) })).toThrow(
      'metrics: hidden states: expected [layers + 2 4], got [3]',
    );
  });
});

function shown(id: string, of: Report): string | undefined {
  const metric = metrics.find((each) => each.id === id);
  const value = metric?.of(of);
  return typeof value === 'number' ? metric?.format(value) : undefined;
}

describe('the table of metrics', () => {
  const whole = report(measured);

  test('shows each value as a reader would write it', () => {
    expect(metrics.map(({ id }) => [id, shown(id, whole)])).toEqual([
      ['sink02', '50 %'],
      ['sink03', '50 %'],
      ['zero', '20 %'],
      ['zero16', '30 %'],
      ['silent', '2'],
      ['nll', '3.000 nats'],
      ['kurt', '1.5'],
      ['least', '-3'],
      ['largest', '3'],
    ]);
  });

  test('says perplexity and share beside loss and silent heads', () => {
    const aside = (id: string) => {
      const metric = metrics.find((each) => each.id === id);
      return metric?.aside?.(en, metric.of(whole) ?? Number.NaN, whole);
    };
    expect(aside('nll')).toBe('perplexity 20.09');
    expect(aside('silent')).toBe('50 % of 4 heads');
  });

  test('holds a run against published values of the nearest length, and says which', () => {
    const sink = metrics.find(({ id }) => id === 'sink02');
    expect(sink?.published?.(en, 40)).toBe(
      'The authors’ models: softmax 340M 80.1 %, softpick 340M 0.002 % at T = 64.',
    );
    expect(sink?.published?.(en, 300)).toContain('softpick 1.8B 0.003 % at T = 256');
    expect(sink?.published?.(en, 9000)).toMatch(/at T = 4096\.$/);
  });

  test('has a definition of one sentence for each', () => {
    for (const { id } of metrics) expect(en.metrics[id].definition).toMatch(/^[A-Z].*[^.]\.$/);
  });
});
