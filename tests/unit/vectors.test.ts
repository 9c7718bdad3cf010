/** The reference against the test vectors of the attention that the shipped models are trained with. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { attendRow, mixRow, type Rule, rotate, ruleNamed, rules, scoreRow } from '#attention';

type Matrix = readonly (readonly number[])[];

interface Input {
  /** [H][T][D], after the rotation. */
  readonly q: readonly Matrix[];
  /** [K][T][D], and so is v. */
  readonly k: readonly Matrix[];
  readonly v: readonly Matrix[];
  readonly gate: readonly Matrix[];
}

interface Expected {
  /** [H][T]: the weights of the keys that a query may see. */
  readonly weights: readonly Matrix[];
  /** [H][T][D]; where there is a gate, behind it. */
  readonly output: readonly Matrix[];
}

interface Vectors {
  readonly inputs: Readonly<Record<string, Input>>;
  readonly rotations: readonly Readonly<Record<'cos' | 'sin' | 'in' | 'out', readonly number[]>>[];
  readonly rules: Readonly<
    Record<
      string,
      {
        readonly parameter: readonly number[] | null;
        readonly gated: boolean;
        readonly expected: Readonly<Record<string, Expected>>;
      }
    >
  >;
}

const vectors: Vectors = JSON.parse(readFileSync('models/train/vectors.json', 'utf8'));

/** The reference's weights and output of one query of a head whose parameter is s. */
function attend(rule: Rule, { q, k, v }: Input, head: number, query: number, s: number) {
  const keyHead = Math.floor((head * k.length) / q.length);
  const size = q[head][query].length;
  const scores = new Float64Array(query + 1);
  const scale = rule.queryScale(query, s) / Math.sqrt(size);
  scoreRow(Float64Array.from(q[head][query]), Float64Array.from(k[keyHead].flat()), query + 1, scale, scores);
  const weights = attendRow(rule, scores, s);
  const output = new Float64Array(size);
  mixRow(weights, Float64Array.from(v[keyHead].flat()), query + 1, size, output);
  return { weights, output };
}

/** A score of size x is rounded by about x · 2⁻⁵³, and the exponential of it by as much of itself; 13 digits are given. */
const tolerance = (input: Input) =>
  1e-12 + 1e-15 * Math.max(...input.q.flat(2).map(Math.abs)) * Math.max(...input.k.flat(2).map(Math.abs));

test('every rule of the table has vectors, and softmax has some with a gate', () => {
  const plain = Object.keys(vectors.rules).filter((id) => !vectors.rules[id].gated);
  expect(plain.sort()).toEqual(rules.map(({ id }) => id).sort());
  expect(Object.keys(vectors.rules)).toContain('gated');
});

describe.each(Object.entries(vectors.rules))('%s', (id, { parameter, gated, expected }) => {
  const rule = ruleNamed(gated ? 'softmax' : id);

  test.each(Object.entries(expected))('has the weights and outputs of the vectors: %s', (name, want) => {
    const input = vectors.inputs[name];
    const most = tolerance(input);
    for (const [head, rows] of want.weights.entries())
      for (const [query, row] of rows.entries()) {
        const found = attend(rule, input, head, query, parameter?.[head] ?? 0);
        expect(row).toHaveLength(query + 1);
        for (const [key, weight] of row.entries()) {
          expect(Math.abs(found.weights[key] - weight)).toBeLessThanOrEqual(most);
          expect(found.weights[key] === 0).toBe(weight === 0);
        }
        for (const [i, value] of want.output[head][query].entries()) {
          const gate = gated ? 1 / (1 + Math.exp(-input.gate[head][query][i])) : 1;
          expect(Math.abs(found.output[i] * gate - value)).toBeLessThanOrEqual(10 * most);
        }
      }
  });

  test('has a parameter for each head where the rule has one', () => {
    expect(parameter !== null).toBe(rule.parameter !== null);
  });
});

test('vectors are turned as the reference turns them', () => {
  for (const { cos, sin, in: vector, out } of vectors.rotations) {
    const into = new Float64Array(vector.length);
    rotate(Float64Array.from(vector), Float64Array.from(cos), Float64Array.from(sin), into);
    for (const [i, value] of out.entries()) expect(into[i]).toBeCloseTo(value, 11);
  }
});
