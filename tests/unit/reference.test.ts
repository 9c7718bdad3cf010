/** The reference against the published definitions, written out here a second time, and at the edges of f64. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attendRow, EPSILON, mixRow, type RuleId, rotate, ruleNamed, rules, scoreRow } from '#attention';

const sumOf = (numbers: Iterable<number>) => [...numbers].reduce((a, b) => a + b, 0);
const seed = { seed: 20250, numRuns: 300 };
const moderate = fc.array(fc.float({ min: -30, max: 30, noNaN: true }), { minLength: 1, maxLength: 40 });
const extreme = fc.array(
  fc.oneof(
    fc.double({ min: -1e4, max: 1e4, noNaN: true }),
    fc.constantFrom(0, -0, 1e-300, -1e-300, 1e4, -1e4, -85, 88, -746),
  ),
  { minLength: 1, maxLength: 40 },
);

/** As printed, unshifted; good for moderate scores only. ε belongs to the shifted form, hence ε·e^M. */
const definitions: Record<RuleId, (x: readonly number[], s: number) => number[]> = {
  softmax: (x) => x.map((each) => Math.exp(each) / sumOf(x.map(Math.exp))),
  softpick: (x) => {
    const raised = x.map(Math.expm1);
    const total = sumOf(raised.map(Math.abs)) + EPSILON * Math.exp(Math.max(0, ...x));
    return raised.map((each) => Math.max(each, 0) / total);
  },
  rectified: (x) => {
    const raised = x.map((each) => (each < 0 ? 0 : Math.exp(each)));
    return raised.map((each) => (sumOf(raised) ? each / sumOf(raised) : 0));
  },
  'relu-softpick': (x) => {
    const raised = x.map((each) => Math.max(Math.expm1(each), 0));
    const total = sumOf(raised) + EPSILON * Math.exp(Math.max(0, ...x));
    return raised.map((each) => each / total);
  },
  'scaled-softpick': (x, s) => definitions.softpick(x, s),
  'softmax-plus-one': (x) => x.map((each) => Math.exp(each) / (1 + sumOf(x.map(Math.exp)))),
  'softmax-sink': (x, s) => x.map((each) => Math.exp(each) / (Math.exp(s) + sumOf(x.map(Math.exp)))),
};

const parameter = fc.double({ min: -30, max: 30, noNaN: true });

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s of one row', (id, rule) => {
  test('is its published definition', () => {
    fc.assert(
      fc.property(moderate, parameter, (x, s) => {
        const expected = definitions[id](x, s);
        for (const [j, weight] of attendRow(rule, x, s).entries())
          expect(Math.abs(weight - expected[j])).toBeLessThanOrEqual(1e-13 + 1e-11 * expected[j]);
      }),
      seed,
    );
  });

  test('gives weights from 0 to 1 that add up to at most 1, whatever the scores', () => {
    fc.assert(
      fc.property(extreme, fc.double({ min: -1e4, max: 1e4, noNaN: true }), (x, s) => {
        const weights = attendRow(rule, x, s);
        for (const weight of weights) expect(weight >= 0 && weight <= 1).toBe(true);
        expect(sumOf(weights)).toBeLessThanOrEqual(1 + 1e-12);
      }),
      seed,
    );
  });

  test('does not depend on the order of the keys', () => {
    fc.assert(
      fc.property(moderate, (x) => {
        const backwards = attendRow(rule, [...x].reverse()).reverse();
        for (const [j, weight] of attendRow(rule, x).entries()) expect(weight).toBeCloseTo(backwards[j], 12);
      }),
      seed,
    );
  });
});

describe('softmax', () => {
  const softmax = ruleNamed('softmax');

  test('adds up to 1, far below 0 and at ±10⁴ too', () => {
    for (const x of [[-1e4, -1e4 - 1], [1e4, -1e4, 9999], [-746, -800], [0]])
      expect(sumOf(attendRow(softmax, x))).toBeCloseTo(1, 12);
  });

  test('is shift-invariant', () => {
    fc.assert(
      fc.property(moderate, fc.double({ min: -50, max: 50, noNaN: true }), (x, shift) => {
        const shifted = attendRow(
          softmax,
          x.map((each) => each + shift),
        );
        for (const [j, weight] of attendRow(softmax, x).entries()) expect(shifted[j]).toBeCloseTo(weight, 9);
      }),
      seed,
    );
  });
});

describe('softpick', () => {
  const softpick = ruleNamed('softpick');

  test('is exactly zero on a row without a positive score', () => {
    for (const x of [[-1e4, -3, -200], [0, 0, 0], [-0], [-1e-300], [-1e4]])
      expect([...attendRow(softpick, x)]).toEqual(x.map(() => 0));
  });

  test('has an exact zero where and only where a score is not positive', () => {
    fc.assert(
      fc.property(moderate, (x) => {
        for (const [j, weight] of attendRow(softpick, x).entries()) expect(weight === 0).toBe(x[j] <= 0);
      }),
      seed,
    );
  });

  test('adds up to P / (P + N)', () => {
    const [p, n] = [Math.expm1(2) + Math.expm1(1), -Math.expm1(-3)];
    expect(sumOf(attendRow(softpick, [2, -3, 1]))).toBeCloseTo(p / (p + n), 5);
  });

  test('gives a single positive key all weight and shares evenly among equal ones', () => {
    expect(attendRow(softpick, [5])[0]).toBeCloseTo(1, 5);
    for (const weight of attendRow(softpick, [3, 3, 3, 3])) expect(weight).toBeCloseTo(0.25, 6);
  });

  test('keeps its smallest scores: no cancellation near 0', () => {
    const x = 1e-12;
    expect(attendRow(softpick, [x, -2 * x])[0] / (x / (3 * x + EPSILON))).toBeCloseTo(1, 9);
  });

  test('knows ±10⁴', () => {
    expect([...attendRow(softpick, [1e4, -1e4, 1e4])].map((weight) => weight.toFixed(6))).toEqual([
      '0.500000',
      '0.000000',
      '0.500000',
    ]);
  });

  test('is not silenced by an early block below −85 when a later score is positive', () => {
    const x = [...Array<number>(64).fill(-100), 2];
    const expected = Math.expm1(2) / (Math.expm1(2) + 64 + EPSILON * Math.exp(2));
    expect(attendRow(softpick, x)[64] / expected).toBeCloseTo(1, 12);
  });

  test('is not shift-invariant: logit 0 is a threshold', () => {
    expect([...attendRow(softpick, [-1, -2])]).toEqual([0, 0]);
    expect(attendRow(softpick, [1, 0])[0]).toBeGreaterThan(0.9);
  });

  test('needs a score of ln(n + 1) for half the weight among n keys far below 0', () => {
    for (const n of [64, 4096])
      expect(attendRow(softpick, [Math.log(n + 1), ...Array<number>(n).fill(-60)])[0]).toBeCloseTo(0.5, 5);
  });
});

test('rectified is all zero on a row without a score from 0 on, and keeps a score of 0', () => {
  const rectified = ruleNamed('rectified');
  expect([...attendRow(rectified, [-1, -1e4, -1e-300])]).toEqual([0, 0, 0]);
  expect([...attendRow(rectified, [-1, 0, -5])]).toEqual([0, 1, 0]);
  expect(attendRow(rectified, [0, Math.log(3)])[1]).toBeCloseTo(0.75, 12);
});

test('relu-softpick shares the same weight as softpick among the same keys, but for what lies below 0', () => {
  const row = attendRow(ruleNamed('relu-softpick'), [2, -3, 1]);
  expect(row[1]).toBe(0);
  expect(row[0] / row[2]).toBeCloseTo(Math.expm1(2) / Math.expm1(1), 12);
  expect(sumOf(row)).toBeCloseTo(1, 5);
});

test('scaled-softpick multiplies the scores of query q by s · ln(q + 2)', () => {
  const { queryScale } = ruleNamed('scaled-softpick');
  expect(queryScale(0, 0.3)).toBeCloseTo(0.3 * Math.LN2, 15);
  expect(queryScale(510, 0.3)).toBeCloseTo(2.7 * Math.LN2, 14);
});

test('softmax-plus-one lets a row far below 0 go, and is softmax far above', () => {
  const rule = ruleNamed('softmax-plus-one');
  expect(sumOf(attendRow(rule, [-200, -300]))).toBeLessThan(1e-80);
  expect(sumOf(attendRow(rule, [200, 201]))).toBeCloseTo(1, 12);
  expect(attendRow(rule, [0])[0]).toBe(0.5);
});

test('softmax-sink gives up weight to a sink above all scores and none to one below', () => {
  const rule = ruleNamed('softmax-sink');
  expect(sumOf(attendRow(rule, [1, 2], 1e4))).toBe(0);
  expect(sumOf(attendRow(rule, [1e4, -1e4], 1e4))).toBeCloseTo(0.5, 12);
  expect(sumOf(attendRow(rule, [-1e4, -1e4], -2e4))).toBeCloseTo(1, 12);
  expect([...attendRow(rule, [1, 2, -3], 0)]).toEqual([
    ...attendRow(ruleNamed('softmax-plus-one'), [1, 2, -3]),
  ]);
});

describe('rotary embedding', () => {
  test('turns channel i with channel i + D/2: a case by hand', () => {
    const into = new Float64Array(4);
    rotate(Float64Array.of(1, 2, 3, 4), Float64Array.of(0, 0.8), Float64Array.of(1, 0.6), into);
    expect([...into].map((each) => Math.round(each * 1e12) / 1e12)).toEqual([-3, -0.8, 1, 4.4]);
  });

  test('makes q·k depend on the distance of the positions alone', () => {
    const vector = (from: number) => Float64Array.from({ length: 16 }, (_, i) => Math.sin(from + i * i));
    const turned = (of: Float64Array, position: number) => {
      const angles = Float64Array.from({ length: 8 }, (_, i) => position / 10000 ** (i / 8));
      const into = new Float64Array(16);
      rotate(of, angles.map(Math.cos), angles.map(Math.sin), into);
      return into;
    };
    const product = (at: number, other: number) => {
      const k = turned(vector(2), other);
      return sumOf(turned(vector(1), at).map((each, i) => each * k[i]));
    };
    expect(product(107, 100)).toBeCloseTo(product(7, 0), 10);
    expect(product(107, 100)).not.toBeCloseTo(product(8, 0), 3);
  });
});

test('scores are scaled products and the output is the weighted sum, for every length', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 11 }), fc.integer({ min: 1, max: 9 }), (count, size) => {
      const numbers = (length: number, from: number) =>
        Float64Array.from({ length }, (_, i) => Math.cos(from + i * 7));
      const [q, keys, weights] = [numbers(size, 1), numbers(count * size, 2), numbers(count, 3)];
      const [scores, mixed] = [new Float64Array(count), new Float64Array(size)];
      scoreRow(q, keys, count, 0.5, scores);
      mixRow(weights, keys, count, size, mixed);
      for (let j = 0; j < count; j++)
        expect(scores[j]).toBeCloseTo(0.5 * sumOf(q.map((each, i) => each * keys[j * size + i])), 12);
      for (let i = 0; i < size; i++)
        expect(mixed[i]).toBeCloseTo(sumOf(weights.map((each, j) => each * keys[j * size + i])), 12);
    }),
    seed,
  );
});
