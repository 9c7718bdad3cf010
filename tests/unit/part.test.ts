/** Laws of zooming: whatever is asked, whole cells inside the map are shown, and what was pointed at stays there. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  cellAt,
  FEWEST_CELLS,
  moveBy,
  partOf,
  partWith,
  type Span,
  spotOf,
  type Zoom,
  zoomAt,
  zoomOf,
} from '#share';

const tokens = fc.integer({ min: 1, max: 600 });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const spot = fc.record({ query: share, keyed: share });
const factor = fc.double({ min: 0.05, max: 20, noNaN: true });
const span = fc
  .tuple(fc.nat(700), fc.integer({ min: 1, max: 700 }))
  .map(([from, size]): Span => [from, from + size]);
const zoom = fc.record({ queries: span, keys: span });
/** A part of a map, as some zoom asks for it. */
const shown = fc
  .tuple(fc.option(zoom), tokens)
  .map(([asked, count]) => ({ part: partOf(asked, count), count }));

const axes = ({ queries, keys }: Zoom) => [queries, keys];
const sizes = (part: Zoom) => axes(part).map(([from, to]) => to - from);

function expectInside(part: Zoom, count: number): void {
  for (const [from, to] of axes(part)) {
    expect([from, to].every(Number.isInteger)).toBe(true);
    expect(from).toBeGreaterThanOrEqual(0);
    expect(to).toBeLessThanOrEqual(count);
    expect(to - from).toBeGreaterThanOrEqual(Math.min(FEWEST_CELLS, count));
  }
}

test('whatever is asked and done, at least four whole cells inside the map are shown', () => {
  fc.assert(
    fc.property(shown, factor, spot, fc.integer(), fc.integer(), ({ part, count }, by, at, down, right) => {
      expectInside(part, count);
      expectInside(zoomAt(part, by, at, count), count);
      expectInside(moveBy(part, down, right, count), count);
    }),
  );
});

test('a zoom that fits is shown as it is, and asked for again by what it shows', () => {
  fc.assert(
    fc.property(shown, ({ part, count }) => {
      expect(partOf(part, count)).toEqual(part);
      expect(partOf(zoomOf(part, count), count)).toEqual(part);
      expect(zoomOf(partOf(null, count), count)).toBeNull();
    }),
  );
});

test('the cell under the pointer stays within a cell of it, unless the map’s edge is in the way', () => {
  fc.assert(
    fc.property(shown, factor, spot, ({ part, count }, by, at) => {
      const next = zoomAt(part, by, at, count);
      for (const axis of ['query', 'keyed'] as const) {
        const [before, after] = [part, next].map((each) => (axis === 'query' ? each.queries : each.keys));
        const under = ([from, to]: Span) => from + at[axis] * (to - from);
        const edge = after[0] === 0 || after[1] === count;
        if (!edge) expect(Math.abs(under(after) - under(before))).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test('zooming in never shows more, zooming out never less, and enough of either reaches the end', () => {
  fc.assert(
    fc.property(shown, spot, ({ part, count }, at) => {
      const repeat = (by: number) =>
        Array.from({ length: 40 }).reduce<Zoom>((now) => zoomAt(now, by, at, count), part);
      sizes(zoomAt(part, 0.7, at, count)).forEach((size, axis) => {
        expect(size).toBeLessThanOrEqual(sizes(part)[axis]);
      });
      sizes(zoomAt(part, 1.4, at, count)).forEach((size, axis) => {
        expect(size).toBeGreaterThanOrEqual(sizes(part)[axis]);
      });
      expect(sizes(repeat(2 / 3))).toEqual(Array(2).fill(Math.min(FEWEST_CELLS, count)));
      expect(zoomOf(repeat(3 / 2), count)).toBeNull();
    }),
  );
});

test('moving keeps the size, and moving back returns unless an edge stopped it', () => {
  fc.assert(
    fc.property(shown, fc.integer({ min: -50, max: 50 }), ({ part, count }, by) => {
      const there = moveBy(part, by, -by, count);
      expect(sizes(there)).toEqual(sizes(part));
      if (there.queries[0] - part.queries[0] === by && there.keys[0] - part.keys[0] === -by)
        expect(moveBy(there, -by, by, count)).toEqual(part);
    }),
  );
});

test('the part moves no further than it takes to show a cell', () => {
  fc.assert(
    fc.property(shown, share, share, ({ part, count }, query, keyed) => {
      const cell = cellAt(partOf(null, count), { query, keyed });
      const next = partWith(part, cell);
      expectInside(next, count);
      const at = spotOf(next, cell);
      expect([at.query, at.keyed].every((each) => each > 0 && each < 1)).toBe(true);
      const was = spotOf(part, cell);
      if ([was.query, was.keyed].every((each) => each > 0 && each < 1)) expect(next).toEqual(part);
    }),
  );
});

test('a cell’s middle and the cell there are each other’s inverse', () => {
  fc.assert(
    fc.property(shown, spot, ({ part }, at) => {
      const cell = cellAt(part, at);
      expect(cellAt(part, spotOf(part, cell))).toEqual(cell);
    }),
  );
});
