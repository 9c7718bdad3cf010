/** What a run measures on WebGPU beside attention: hidden states and losses, against a sort and float64. */
import { beforeAll, describe, expect, test } from 'vitest';
import { download, lossesOf, type Machine, openBrowserMachine, statisticsOf } from '#engine';
import { randomFrom } from '../kernels/layers.ts';

let machine: Machine;

beforeAll(async () => {
  machine = await openBrowserMachine((file) => download(file), true);
});

/** Measures states [count] each, the buffers given back at once as ONNX Runtime does, and one token's logits. */
async function measured(states: readonly Float32Array[]) {
  const measurement = machine.measure();
  const buffers = states.map((state) => machine.upload('state', state));
  for (const [at, buffer] of buffers.entries()) measurement.hidden(buffer, states[at].length);
  const logits = machine.upload('logits', Float32Array.of(0, 0));
  measurement.logits(logits, [0], 2);
  for (const buffer of [...buffers, logits]) machine.discard(buffer);
  return (await measurement.finish()).hidden;
}

function normals(count: number, seed: number): Float32Array {
  const random = randomFrom(seed);
  return Float32Array.from(
    { length: count },
    () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
  );
}

const kinds: Readonly<Record<string, (count: number) => Float32Array>> = {
  'as in a model': (count) => normals(count, 1).map((value, at) => (at % 97 === 5 ? 60 * value : value)),
  'far from 0': (count) => normals(count, 2).map((value) => 1000 + value),
  'of few different values': (count) => normals(count, 3).map((value) => Math.round(2 * value) / 4),
  'all equal': (count) => new Float32Array(count).fill(-0.3),
  'zeros of both signs': (count) => Float32Array.from({ length: count }, (_, at) => (at % 3 ? -0 : 0)),
  'alike in all but the last bits': (count) =>
    normals(count, 4).map((value) => 1 + Math.round(100 * value) * 2 ** -23),
  'with values far out': (count) =>
    normals(count, 5).map((value, at) => (at % 1000 === 1 ? 1e30 : at % 1000 === 2 ? -1e30 : value)),
  'very small': (count) => normals(count, 6).map((value) => 1e-25 * value),
  falling: (count) => Float32Array.from({ length: count }, (_, at) => 7 - at),
};

describe.each([1, 2, 3, 4097, 70_000])('states of %i values', (count) => {
  test('have the quartiles and ends of a sort, and the moments of float64', async () => {
    const states = Object.values(kinds).map((kind) => kind(count));
    const statistics = await measured(states);
    for (const [at, name] of Object.keys(kinds).entries()) {
      const got = statistics[at];
      const wanted = statisticsOf(states[at]);
      expect(got.quartiles, name).toEqual(wanted.quartiles);
      // No telling one zero from the other.
      expect([got.count, got.min + 0, got.max + 0], name).toEqual([count, wanted.min + 0, wanted.max + 0]);
      const largest = Math.max(Math.abs(wanted.min), Math.abs(wanted.max));
      const farthest = Math.max(wanted.max - wanted.mean, wanted.mean - wanted.min);
      const rest = 1e-6 * largest;
      expect(Math.abs(got.mean - wanted.mean), name).toBeLessThanOrEqual(rest);
      // Powers about a mean that is off by the rest differ by its share of the power below.
      const near = { m2: 0, m3: 3 * rest * wanted.m2, m4: 4 * rest * wanted.m2 * farthest };
      for (const [power, moment] of [[2, 'm2'] as const, [3, 'm3'] as const, [4, 'm4'] as const])
        expect(Math.abs(got[moment] - wanted[moment]), `${moment} ${name}`).toBeLessThanOrEqual(
          1e-5 * wanted.m2 * farthest ** (power - 2) + near[moment] + count * rest ** power,
        );
    }
  });
});

test('any number of states is measured, each as if alone, and nothing of them stays', async () => {
  const before = machine.held();
  const states = Array.from({ length: 70 }, (_, at) => normals(33, at));
  const statistics = await measured(states);
  expect(statistics.map(({ quartiles }) => quartiles)).toEqual(
    states.map((state) => statisticsOf(state).quartiles),
  );
  expect(machine.held()).toEqual(before);
});

test('states of one run that differ in size are refused in words', () => {
  const before = machine.held();
  const measurement = machine.measure();
  const buffer = machine.upload('state', new Float32Array(8));
  measurement.hidden(buffer, 8);
  expect(() => measurement.hidden(buffer, 4)).toThrow(
    'engine: expected 8 values in each hidden state, got 4',
  );
  machine.discard(buffer);
  measurement.discard();
  expect(machine.held()).toEqual(before);
});

test.each([
  { vocabulary: 2, tokens: 3, spread: 1 },
  { vocabulary: 1023, tokens: 5, spread: 10 },
  { vocabulary: 32_000, tokens: 4, spread: 1e4 },
  { vocabulary: 5, tokens: 1, spread: 1 },
])(
  'losses of $tokens tokens of $vocabulary, logits up to about $spread',
  async ({ vocabulary, tokens, spread }) => {
    const before = machine.held();
    const values = normals(tokens * vocabulary, 9).map((value) => spread * value);
    const ids = Array.from({ length: tokens }, (_, at) => (7 * at + 1) % vocabulary);
    const measurement = machine.measure();
    const logits = machine.upload('logits', values);
    measurement.logits(logits, ids, vocabulary);
    machine.discard(logits);
    const { losses, lastLogits, hidden } = await measurement.finish();
    expect(hidden).toEqual([]);
    expect(lastLogits).toEqual(values.slice((tokens - 1) * vocabulary));
    expect(losses).toHaveLength(tokens - 1);
    for (const [at, loss] of lossesOf(values, ids, vocabulary).entries())
      expect(Math.abs(losses[at] - loss)).toBeLessThanOrEqual(1e-6 * Math.max(1, spread));
    expect(machine.held()).toEqual(before);
  },
);
