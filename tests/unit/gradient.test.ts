/** The backward pass of the reference against finite differences in f64, the paper's eq. 7, and at the edges. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  attendRow,
  createReferenceGradient,
  createReferenceOperator,
  EPSILON,
  gradientBytes,
  gradientCode,
  gradientPlanFor,
  gradientRow,
  type LayerShape,
  type Rule,
  type RuleId,
  ruleNamed,
  rules,
} from '#attention';
import { layerWithScores, specialScores } from '../kernels/layers.ts';
import { keptRow, largestGap, layerOf, scoresOf, slopeOf, turned, worth } from './finite-differences.ts';

const operator = createReferenceOperator();
const reference = createReferenceGradient();
const differentiable = rules.filter(({ parameter }) => !parameter).map((rule) => [rule.id, rule] as const);
const runs = { seed: 7, numRuns: 15 };

function rowGradient(rule: Rule, x: readonly number[], gains: readonly number[]): number[] {
  const { peak, total } = keptRow(rule, x);
  const into = new Float64Array(x.length);
  gradientRow(rule, Float64Array.from(x), Float64Array.from(gains), peak, total, into);
  return [...into];
}

/** ∂aᵢ/∂xⱼ [i][j]: the gradient of a row in which weight i alone counts. */
const jacobian = (rule: Rule, x: readonly number[]) =>
  x.map((_, i) =>
    rowGradient(
      rule,
      x,
      x.map((_, j) => (i === j ? 1 : 0)),
    ),
  );

const shapes = fc
  .record({
    tokens: fc.integer({ min: 1, max: 5 }),
    keyHeads: fc.integer({ min: 1, max: 2 }),
    group: fc.integer({ min: 1, max: 2 }),
    headSize: fc.constantFrom(16, 20),
  })
  .map(({ group, ...rest }): LayerShape => ({ ...rest, heads: rest.keyHeads * group }));

/** Farther than a step of the differences moves a score: no score crosses the kink at 0. */
const FROM_KINK = 0.01;

describe.each(differentiable)('%s', (id, rule) => {
  test('has the gradient by q, k, v and, back through RoPE, by qkv that finite differences find', () => {
    fc.assert(
      fc.property(shapes, fc.nat(), (shape, seed) => {
        const layer = layerOf(id, shape, seed);
        const vectors = turned(layer, layer.qkv);
        const rows = scoresOf(layer, vectors);
        fc.pre(rows.flat().every((x) => Math.abs(x) > FROM_KINK));
        const keptRows = rows.map((x) => keptRow(rule, x));
        const peaks = keptRows.map(({ peak }) => peak);
        const kept = {
          ...({ shape, rule: id, precision: 'f32', ...vectors } as const),
          rows: Float64Array.from(keptRows.flatMap(({ peak, total }) => [peak, total])),
        };
        const gradient = reference.differentiate({ kept, qkv: layer.qkv, output: layer.output });
        for (const name of ['q', 'k', 'v'] as const)
          expect(
            largestGap(vectors[name], gradient[name], (moved) =>
              worth(layer, { ...vectors, [name]: moved }, peaks),
            ),
            name,
          ).toBeLessThanOrEqual(1e-9);
        expect(
          largestGap(layer.qkv, reference.rotateBack(gradient, layer.cos, layer.sin), (moved) =>
            worth(layer, turned(layer, moved), peaks),
          ),
        ).toBeLessThanOrEqual(1e-9);
      }),
      runs,
    );
  });

  test('would differ by ε in one slope at most if the peak moved too', () => {
    const x = [0.7, -0.4, 1.9, -3, 0.2];
    const largest = 2;
    const { total } = keptRow(rule, x);
    const withEpsilon = rule.extra(0, 0) === EPSILON && rule.extra(9, 0) === EPSILON;
    for (const [i, row] of jacobian(rule, x).entries())
      for (const [j, got] of row.entries()) {
        const slope = slopeOf(
          (move) =>
            attendRow(
              rule,
              x.map((each, n) => (n === j ? each + move : each)),
            )[i],
        );
        const left = withEpsilon && j === largest ? (EPSILON * attendRow(rule, x)[i]) / total : 0;
        expect(Math.abs(got - left - slope)).toBeLessThanOrEqual(1e-11);
      }
  });

  test('is finite whatever the scores', () => {
    const score = fc.oneof(
      fc.double({ min: -1e4, max: 1e4, noNaN: true }),
      fc.constantFrom(0, -0, 1e-300, -1e-300, 1e4, -1e4, -85, 88, -746),
    );
    fc.assert(
      fc.property(fc.array(score, { minLength: 1, maxLength: 30 }), (x) => {
        const gains = x.map((_, j) => Math.cos(j));
        for (const each of rowGradient(rule, x, gains)) expect(Number.isFinite(each)).toBe(true);
      }),
      { seed: 8, numRuns: 200 },
    );
    for (const scores of Object.values(specialScores)) {
      const layer = layerWithScores(id, scores);
      const output = new Float32Array(16 * scores.length).fill(1);
      const { q, k, v } = reference.differentiate({
        kept: operator.attend(layer).kept,
        qkv: layer.qkv,
        output,
      });
      for (const numbers of [q, k, v]) expect(numbers.every(Number.isFinite)).toBe(true);
    }
  });
});

/** Eq. 7, written out; m is the largest score, which must be above 0 here. */
function equation7(x: readonly number[]): number[][] {
  const m = Math.max(...x);
  const sigma = x.reduce((sum, each) => sum + Math.abs(Math.exp(each - m) - Math.exp(-m)), 1e-6);
  const s = x.map((each) => Math.max(Math.exp(each - m) - Math.exp(-m), 0) / sigma);
  const step = (each: number) => (each > 0 ? 1 : 0);
  const sign = (each: number) => (each < 0 ? -1 : 1);
  return x.map((_, i) =>
    x.map((each, j) => (Math.exp(each - m) / sigma) * ((i === j ? step(x[i]) : 0) - sign(each) * s[i])),
  );
}

test.each([
  { x: [2, -3, 1, 0.5] },
  { x: [0, 1, 0, -1] },
  { x: [4, 4, -4] },
  { x: [0.03, -0.02] },
  { x: [7, -50, 6.5, 0] },
])('softpick has the Jacobian of eq. 7, kinks too: $x', ({ x }) => {
  const expected = equation7(x);
  for (const [i, row] of jacobian(ruleNamed('softpick'), x).entries())
    for (const [j, got] of row.entries())
      expect(Math.abs(got - expected[i][j])).toBeLessThanOrEqual(1e-12 * (1 + Math.abs(expected[i][j])));
});

describe.each([
  { id: 'softpick', most: 0 },
  { id: 'relu-softpick', most: 0 },
  { id: 'rectified', most: -1e-9 },
] as const)('$id', ({ id, most }) => {
  test('gives a row without weight a gradient of exactly zero', () => {
    const score = fc.double({ min: -1e4, max: most, noNaN: true });
    fc.assert(
      fc.property(fc.array(score, { minLength: 1, maxLength: 30 }), (x) => {
        for (const each of rowGradient(
          ruleNamed(id),
          x,
          x.map((_, j) => 1e3 * Math.sin(j + 1)),
        ))
          expect(each === 0).toBe(true);
      }),
      { seed: 9, numRuns: 200 },
    );
    const layer = layerWithScores(id, Array<number>(40).fill(-3));
    const output = new Float32Array(16 * 40).fill(2);
    const { q, k, v } = reference.differentiate({
      kept: operator.attend(layer).kept,
      qkv: layer.qkv,
      output,
    });
    for (const numbers of [q, k, v]) expect(numbers.every((each: number) => each === 0)).toBe(true);
  });
});

test('softpick sends a gradient to scores below 0, relu-softpick and rectified do not', () => {
  const below = (id: RuleId) => rowGradient(ruleNamed(id), [1, -1, 2], [1, 5, -2])[1];
  expect(Math.abs(below('softpick'))).toBeGreaterThan(0.01);
  for (const id of ['relu-softpick', 'rectified'] as const) expect(below(id) === 0).toBe(true);
});

test('where a common shift of all scores changes nothing, a row’s gradient adds up to 0', () => {
  const x = [3, 0.1, 2.5, 1];
  for (const id of ['softmax', 'rectified'] as const)
    expect(rowGradient(ruleNamed(id), x, [1, -2, 3, 0.5]).reduce((sum, each) => sum + each, 0)).toBeCloseTo(
      0,
      14,
    );
});

test('a rule whose heads have a parameter is refused in words, as are numbers too few', async () => {
  for (const { id } of rules.filter(({ parameter }) => parameter)) {
    const words = `attention: expected a rule without a parameter, to differentiate it, got ${id}`;
    await expect(reference.prepare(id, 16)).rejects.toThrow(words);
    const layer = layerWithScores(id, [1, 2]);
    const input = { kept: operator.attend(layer).kept, qkv: layer.qkv, output: new Float32Array(32) };
    expect(() => reference.differentiate(input)).toThrow(words);
  }
  const layer = layerWithScores('softmax', [1, 2]);
  const { kept } = operator.attend(layer);
  expect(() => reference.differentiate({ kept, qkv: layer.qkv, output: new Float32Array(31) })).toThrow(
    'attention: expected at least 32 numbers in the gradient of the output, got 31',
  );
  await expect(reference.prepare('softmax', 12)).rejects.toThrow('a head size of 16 to 128');
});

test('the tiles of its kernels fit what every WebGPU device has, at every head size', () => {
  for (let size = 16; size <= 128; size += 4) {
    for (const software of [false, true])
      expect(gradientBytes(gradientPlanFor(size, 16384, software), size)).toBeLessThanOrEqual(16384);
    expect(gradientPlanFor(size, 32768, false)).toEqual(gradientPlanFor(16, 32768, false));
  }
  expect(() => gradientPlanFor(128, 8192, false)).toThrow(
    'at least 16384 bytes of workgroup memory, got 8192',
  );
});

test.each(differentiable)('the WGSL of %s stands as it is in its gradient’s kernels', (_, rule) => {
  const code = gradientCode(rule, 64, gradientPlanFor(64, 16384, false));
  for (const text of Object.values(code)) expect(text).toContain(rule.code);
});
