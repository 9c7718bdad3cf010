/** The overview's arithmetic, by laws: which heads are shown, in what order, where each lies, and where keys lead. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flags, headMetricNamed, headMetrics, type MeasuredLayer, type Report, report } from '#metrics';
import type { HeadName, Span } from '#share';
import { type Arrangement, arrange, type Choice, layArrangement, placesOf, tilesOf, walk } from '#views';
import { measured } from './measured-sample.ts';

const TOKENS = 4;
const LAYERS = 3;
const HEADS = 4;

/** Few different values, so that there are ties, and heads without any weight. */
const share = fc.constantFrom(0, 0.25, 0.5, 0.8, 1);
const floats = (count: number) => fc.array(share, { minLength: count, maxLength: count });
const counts = fc.array(fc.nat(TOKENS), { minLength: HEADS, maxLength: HEADS });

const layer: fc.Arbitrary<MeasuredLayer> = fc
  .record({ means: floats(HEADS * TOKENS), each: floats(HEADS), other: floats(HEADS), counts })
  .map(({ means, each, other, counts }) => ({
    tokens: TOKENS,
    columnMean: Float32Array.from(means),
    rowSumMean: Float32Array.from(each),
    rowSumMin: Float32Array.from(each),
    zero: Uint32Array.from(counts),
    zero16: Uint32Array.from(counts),
    weightMax: Float32Array.from(each),
    outputMax: Float32Array.from(other),
    off: Float32Array.from(other),
    rowsWithWeight: Uint32Array.from(counts),
    entropy: Float32Array.from(each),
    distance: Float32Array.from(other),
    previous: Float32Array.from(each),
    self: Float32Array.from(other),
  }));

const state = measured.hidden[0];
const anyReport: fc.Arbitrary<Report> = fc
  .array(layer, { minLength: LAYERS, maxLength: LAYERS })
  .map((layers) => report({ ...measured, heads: HEADS, layers, hidden: new Array(LAYERS + 2).fill(state) }));

const metric = fc.constantFrom(...headMetrics.map(({ id }) => id));
const bound = fc.option(share);
const choice: fc.Arbitrary<Choice> = fc.record({
  sort: fc.option(fc.record({ metric, rising: fc.boolean() })),
  only: fc.uniqueArray(fc.constantFrom(...flags, 'plain' as const)),
  layers: fc.option(
    fc.tuple(fc.nat(4), fc.integer({ min: 1, max: 4 })).map(([from, more]): Span => [from, from + more]),
  ),
  where: fc.option(
    fc.record({ metric, least: bound, most: bound }).filter(({ least, most }) => (least ?? most) !== null),
  ),
});

const shape = { layers: LAYERS, heads: HEADS };
const everyHead = Array.from({ length: LAYERS * HEADS }, (_, index) => ({
  layer: Math.floor(index / HEADS),
  head: index % HEADS,
}));
const orderOf = ({ layer, head }: HeadName) => layer * HEADS + head;

describe('the heads that are shown', () => {
  test('are those that pass every filter, each once, whatever their order', () => {
    fc.assert(
      fc.property(anyReport, choice, (of, asked) => {
        const { heads, all } = arrange(of, shape, asked);
        const expected = everyHead.filter(({ layer, head }) => {
          const raised = of.flags[layer][head];
          const kind =
            asked.only.length === 0 ||
            (raised.length === 0
              ? asked.only.includes('plain')
              : raised.some((flag) => asked.only.includes(flag)));
          const inLayers = !asked.layers || (layer >= asked.layers[0] && layer < asked.layers[1]);
          const value =
            asked.where && (headMetricNamed(asked.where.metric)?.of(of, layer, head) ?? Number.NaN);
          const inRange =
            !asked.where ||
            (value !== null &&
              value >= (asked.where.least ?? 0) &&
              value <= (asked.where.most ?? Number.MAX_VALUE));
          return kind && inLayers && inRange;
        });
        expect([...heads].sort((a, b) => orderOf(a) - orderOf(b))).toEqual(expected);
        expect(all).toBe(LAYERS * HEADS);
      }),
    );
  });

  test('stand in their layers unless a metric orders them: then by its values, those without one last, equals as before', () => {
    fc.assert(
      fc.property(anyReport, choice, (of, asked) => {
        const { heads, rows } = arrange(of, shape, asked);
        expect(rows === null).toBe(asked.sort !== null);
        heads.slice(1).forEach((next, index) => {
          const pair = [heads[index], next];
          const [a, b] = pair.map(({ layer, head }) =>
            asked.sort ? (headMetricNamed(asked.sort.metric)?.of(of, layer, head) ?? null) : 0,
          );
          if (a === null) expect(b).toBeNull();
          if (a === b) expect(orderOf(pair[0])).toBeLessThan(orderOf(pair[1]));
          else if (a !== null && b !== null) expect(a < b).toBe(asked.sort?.rising);
        });
      }),
    );
  });

  test('are all of them, each in its place, before anything is measured', () => {
    const asked: Choice = {
      sort: { metric: 'self', rising: false },
      only: ['sink'],
      layers: [1, 3],
      where: { metric: 'zero', least: 1, most: null },
    };
    const { heads, rows } = arrange(null, shape, asked);
    expect([rows, heads]).toEqual([[1, 3], everyHead.slice(HEADS)]);
  });
});

const room = fc.record({
  width: fc.integer({ min: 1, max: 4000 }),
  height: fc.integer({ min: 1, max: 2200 }),
});
const ratio = fc.constantFrom(1, 1.25, 2, 3);
const names = (count: number, heads: number): readonly HeadName[] =>
  Array.from({ length: count }, (_, index) => ({ layer: Math.floor(index / heads), head: index % heads }));

const arranged: fc.Arbitrary<{ arrangement: Arrangement; heads: number }> = fc
  .record({
    layers: fc.integer({ min: 1, max: 48 }),
    heads: fc.integer({ min: 1, max: 48 }),
    flow: fc.boolean(),
    kept: fc.nat(),
  })
  .map(({ layers, heads, flow, kept }) => {
    const every = names(layers * heads, heads);
    const some = every.filter((_, index) => (index * 7919 + kept) % 3 !== 0);
    return { heads, arrangement: { heads: some, rows: flow ? null : [0, layers], all: every.length } };
  });

describe('the picture of them', () => {
  test('has a square for each, inside it and apart, in no more pixels than a GPU draws', () => {
    fc.assert(
      fc.property(
        arranged,
        room,
        ratio,
        fc.constantFrom(9, 14, 20),
        ({ arrangement, heads }, space, dense, least) => {
          const atlas = layArrangement(arrangement, heads, space, dense, least);
          const places = placesOf(arrangement, atlas.columns);
          const tiles = tilesOf(atlas, places, 5, () => 1);
          expect(Math.max(atlas.width, atlas.height)).toBeLessThanOrEqual(8192);
          expect(new Set(places.map(({ row, column }) => row * atlas.columns + column)).size).toBe(
            places.length,
          );
          const fits = tiles.every(
            ({ left, top, width, height }) =>
              width === height &&
              width > 0 &&
              width < atlas.pitch &&
              left % atlas.pitch === 0 &&
              top % atlas.pitch === 0 &&
              left + width <= atlas.width &&
              top + height <= atlas.height,
          );
          expect(fits).toBe(true);
          if (arrangement.rows) expect(places.every(({ head, column }) => head === column)).toBe(true);
        },
      ),
    );
  });

  test('is broken into the lines that make the maps largest, unless they are as large as they get', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), room, (count, space) => {
        const least = 14;
        const arrangement = { heads: names(count, 16), rows: null, all: 400 };
        const { pitch } = layArrangement(arrangement, 16, space, 1, least);
        const sides = Array.from({ length: count }, (_, index) => index + 1).map((columns) =>
          Math.floor(Math.min(space.width / columns, space.height / Math.ceil(count / columns))),
        );
        expect(pitch).toBe(Math.min(192, Math.max(least, ...sides)));
      }),
    );
  });
});

describe('the arrow keys', () => {
  const keys = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown'];

  test('lead from every head to every other, and never off the heads that are shown', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(35), { minLength: 1 }), (kept) => {
        const places = kept
          .sort((a, b) => a - b)
          .map((index) => ({ row: Math.floor(index / 6), column: index % 6 }));
        const seen = new Set([0]);
        for (const at of seen)
          for (const key of keys) {
            const next = walk(key, false, places, at);
            expect(places[next ?? -1]).toBeDefined();
            seen.add(next ?? -1);
          }
        expect(seen.size).toBe(places.length);
      }),
    );
  });

  test('keep to the row sideways, to the nearest column up and down, and stop at the edges', () => {
    const places = [
      [0, 0],
      [0, 3],
      [2, 2],
      [2, 5],
      [3, 1],
    ].map(([row, column]) => ({ row, column }));
    const led = (key: string, at: number, far = false) => walk(key, far, places, at);
    expect(['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown'].map((key) => led(key, 0))).toEqual([
      1, 0, 0, 2,
    ]);
    expect([led('ArrowDown', 1), led('ArrowDown', 3), led('ArrowUp', 4), led('End', 2)]).toEqual([
      2, 4, 2, 3,
    ]);
    expect([led('Home', 3), led('PageDown', 0), led('PageUp', 3)]).toEqual([2, 4, 1]);
    expect([led('Home', 3, true), led('End', 0, true), led('ArrowUp', 3, true), led('x', 0)]).toEqual([
      0,
      4,
      null,
      null,
    ]);
  });
});
