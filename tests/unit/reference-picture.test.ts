/** Pictures by the reference: every pixel against the sentence that defines it; scales. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  colourOf,
  createReferenceOperator,
  differenceColourOf,
  type HeadPlace,
  indexOf,
  type Palette,
  type PictureRequest,
  paint,
  palettes,
  type Scale,
  type Tile,
} from '#attention';
import { layerWithScores, randomLayer } from '../kernels/layers.ts';

const operator = createReferenceOperator();
const scales: readonly Scale[] = ['linear', 'sqrt', 'log'];
const shape = { tokens: 13, heads: 2, keyHeads: 1, headSize: 16 };
const layers = [
  operator.attend(randomLayer('softpick', shape, 5)).kept,
  operator.attend(randomLayer('softmax', shape, 6)).kept,
  operator.attend({ ...randomLayer('rectified', { ...shape, heads: 3, headSize: 24 }, 7), precision: 'f16' })
    .kept,
];

const request = (tile: Partial<Tile>, scale: Scale = 'linear', palette: Palette = palettes.warm.light) => {
  const size = { width: tile.width ?? 13, height: tile.height ?? 13 };
  const whole: Tile = {
    layer: 0,
    head: 0,
    left: 0,
    top: 0,
    ...size,
    queries: [0, 13],
    keys: [0, 13],
    limit: 1,
  };
  return { ...size, tiles: [{ ...whole, ...tile }], scale, palette } satisfies PictureRequest;
};
const pixelOf = ({ width, data }: ReturnType<typeof paint>, x: number, y: number) => [
  ...data.subarray(4 * (y * width + x), 4 * (y * width + x) + 4),
];

const span = (count: number) =>
  fc
    .tuple(fc.integer({ min: 0, max: count - 1 }), fc.integer({ min: 1, max: count }))
    .map(([from, length]): [number, number] => [from, Math.min(count, from + length)]);

const asked = fc.record({
  layer: fc.nat(2),
  head: fc.nat(1),
  width: fc.integer({ min: 1, max: 40 }),
  height: fc.integer({ min: 1, max: 40 }),
  queries: span(13),
  keys: span(13),
  limit: fc.constantFrom(1, 0.3),
});

const rowsOf = ({ layer, head }: HeadPlace) =>
  Promise.all(Array.from({ length: 13 }, (_, query) => operator.row(layers[layer], head, query)));

/** The one value that is shown of all that fall on a pixel, by the sentence that defines it. */
function shownOf(values: readonly number[]): number {
  const most = Math.max(...values.map(Math.abs));
  return values.includes(most) ? most : -most;
}

const minus = fc.option(fc.record({ layer: fc.nat(2), head: fc.nat(1) }), { nil: undefined });

test('a pixel has the colour of the largest value that falls on it, at any size of any rectangle', async () => {
  await fc.assert(
    fc.asyncProperty(asked, minus, fc.constantFrom(...scales), async (given, minus, scale) => {
      const tile = { ...given, minus };
      const { width, height, queries, keys, limit } = tile;
      const painting = paint(layers, request(tile, scale));
      const own = await rowsOf(tile);
      const others = minus && (await rowsOf(minus));
      const rows = own.map((row, query) =>
        others ? row.map((weight, key) => weight - others[query][key]) : row,
      );
      const colour = minus ? differenceColourOf : colourOf;
      const covered = (pixel: number, size: number, [from, to]: readonly [number, number]) => {
        const first = Math.floor((pixel * (to - from)) / size);
        const last = Math.max(first + 1, Math.ceil(((pixel + 1) * (to - from)) / size));
        return Array.from({ length: last - first }, (_, n) => from + first + n);
      };
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) {
          const seen = covered(y, height, queries).flatMap((query) =>
            covered(x, width, keys)
              .filter((key) => key <= query)
              .map((key) => rows[query][key]),
          );
          const expected = seen.length
            ? colour(palettes.warm.light, scale, limit, shownOf(seen))
            : palettes.warm.light.mask;
          expect(pixelOf(painting, x, y)).toEqual([...expected]);
        }
    }),
    { seed: 7, numRuns: 80 },
  );
});

test('a difference from itself is exactly zero, that from a silent head above zero and that of a silent head below', () => {
  const silent = operator.attend(layerWithScores('softpick', Array<number>(13).fill(-3))).kept;
  const all = [...layers, silent];
  const colours = (tile: Partial<Tile>) => {
    const { data } = paint(all, request(tile));
    return Array.from({ length: 169 }, (_, at) => [...data.subarray(4 * at, 4 * at + 4)].join());
  };
  const { mask, difference } = palettes.warm.light;
  expect(new Set(colours({ layer: 1, minus: { layer: 1, head: 0 } }))).toEqual(
    new Set([[...difference.zero, 255].join(), mask.join()]),
  );
  const rampOf = (from: number, to: number) =>
    new Set(
      Array.from({ length: to - from }, (_, at) =>
        [...difference.colours.subarray(3 * (from + at), 3 * (from + at + 1)), 255].join(),
      ),
    );
  const masked = colours({ layer: 1 }).map((colour) => colour === mask.join());
  for (const [tile, ramp] of [
    [{ layer: 1, minus: { layer: 3, head: 0 } }, rampOf(128, 256)],
    [{ layer: 3, minus: { layer: 1, head: 0 } }, rampOf(0, 128)],
  ] as const)
    for (const [at, colour] of colours(tile).entries()) {
      expect(colour === mask.join()).toBe(masked[at]);
      expect(masked[at] || ramp.has(colour)).toBe(true);
    }
});

test('of two differences as large the one above zero is shown', () => {
  const [head, other] = [
    [5, 0],
    [0, 5],
  ].map((scores) => operator.attend(layerWithScores('softmax', scores)).kept);
  const pixel = (layer: number, minus: HeadPlace) =>
    paint(
      [head, other],
      request({ layer, minus, width: 1, height: 1, queries: [1, 2], keys: [0, 2], limit: 0.5 }),
    ).data;
  const full = differenceColourOf(palettes.warm.light, 'linear', 1, 1);
  expect([...pixel(0, { layer: 1, head: 0 })]).toEqual([...full]);
  expect([...pixel(1, { layer: 0, head: 0 })]).toEqual([...full]);
});

test('a lone bright cell is still there when seventy cells share a pixel', () => {
  const scores = Array.from({ length: 70 }, (_, j) => (j === 31 ? 9 : -1));
  const kept = operator.attend(layerWithScores('softpick', scores)).kept;
  const { data } = paint([kept], {
    ...request({ width: 1, height: 1, queries: [0, 70], keys: [0, 70], limit: 0.5 }),
  });
  expect([...data]).toEqual([...colourOf(palettes.warm.light, 'linear', 1, 1)]);
});

test('tiles stand where they were put, and pixels of no tile are clear', () => {
  const [tile] = request({ left: 2, top: 1, width: 13, height: 13 }).tiles;
  const other: Tile = { ...tile, layer: 1, head: 1, left: 16 };
  const both = paint(layers, { ...request({}), width: 30, height: 15, tiles: [tile, other] });
  const alone = [tile, other].map((each) =>
    paint(layers, { ...request({}), tiles: [{ ...each, left: 0, top: 0 }] }),
  );
  for (let y = 0; y < 15; y++)
    for (let x = 0; x < 30; x++) {
      const at = [tile, other].findIndex(
        ({ left, top }) => x >= left && x < left + 13 && y >= top && y < top + 13,
      );
      const expected = at < 0 ? [0, 0, 0, 0] : pixelOf(alone[at], x - (at ? 16 : 2), y - 1);
      expect(pixelOf(both, x, y)).toEqual(expected);
    }
});

test('what cannot be drawn is refused in words', () => {
  expect(() => paint(layers, request({ layer: 3 }))).toThrow('attention: expected layer from 0 to 2, got 3');
  expect(() => paint(layers, request({ minus: { layer: 1, head: 2 } }))).toThrow(
    'attention: expected head from 0 to 1, got 2',
  );
  const longer = operator.attend(layerWithScores('softmax', Array<number>(14).fill(1))).kept;
  expect(() => paint([...layers, longer], request({ minus: { layer: 3, head: 0 } }))).toThrow(
    'attention: expected a difference of heads with as many tokens, got 13 and 14',
  );
  expect(() => paint(layers, request({ head: -1 }))).toThrow('attention: expected head from 0 to 1, got -1');
  expect(() => paint(layers, request({ keys: [4, 4] }))).toThrow(
    'keys within 0 to 13 and not empty, got 4 to 4',
  );
  expect(() => paint(layers, { ...request({}), width: 12 })).toThrow('columns of pixels within 0 to 12');
});

describe('scales', () => {
  test('reach the last colour at the limit and stay there', () => {
    for (const scale of scales)
      for (const weight of [0.25, 0.3, 1]) expect(indexOf(scale, 0.25, weight)).toBe(255);
  });

  test('linear and square root start at nothing, log four decades below the limit', () => {
    expect(indexOf('linear', 1, 0.5)).toBe(128);
    expect(indexOf('sqrt', 1, 0.25)).toBe(128);
    expect(indexOf('log', 1, 0.01)).toBe(128);
    expect(indexOf('log', 0.1, 0.1 * 1e-4)).toBe(0);
    for (const scale of scales) expect(indexOf(scale, 1, 1e-30)).toBe(0);
  });

  test('never fall as the weight rises', () => {
    const weight = fc.double({ min: 1e-30, max: 1, noNaN: true });
    fc.assert(
      fc.property(weight, weight, fc.constantFrom(...scales), (a, b, scale) => {
        expect(indexOf(scale, 0.7, Math.min(a, b))).toBeLessThanOrEqual(indexOf(scale, 0.7, Math.max(a, b)));
      }),
      { seed: 3 },
    );
  });
});
