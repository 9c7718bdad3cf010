/** The spec and the address bar, with a bar made of plain data. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { defaultSpec } from '#share';
import { type Bar, createState, followAddress, specOf } from '#state';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

function setUp(hash = '', onNotes?: (notes: readonly string[]) => void) {
  const listeners = new Map<string, () => void>();
  const entries = [hash];
  const location = { hash };
  const go = (to: string) => {
    location.hash = to === '#' ? '' : to;
  };
  const bar: Bar = {
    location,
    history: {
      pushState: (_data, _title, to) => {
        entries.push(String(to));
        go(String(to));
      },
      replaceState: (_data, _title, to) => {
        entries[entries.length - 1] = String(to);
        go(String(to));
      },
    },
    addEventListener: (type, listener) => void listeners.set(type, listener),
    removeEventListener: (type) => void listeners.delete(type),
  };
  const { spec } = createState(specOf(hash));
  const stop = followAddress(spec, bar, onNotes);
  const back = () => {
    entries.pop();
    go(entries.at(-1) ?? '');
    listeners.get('popstate')?.();
  };
  return { spec, entries, location, back, stop, listeners };
}

test('a link gives the spec that it was made from', () => {
  const first = setUp();
  first.spec.setState({ text: 'a & b = 100 % #\n+', head: { layer: 3, head: 5 }, scale: 'log' });
  expect(specOf(first.location.hash)).toEqual(first.spec.getState());
});

test('a choice is an entry of its own, and Back undoes it', () => {
  const { spec, back } = setUp();
  spec.setState({ head: { layer: 1, head: 2 } });
  spec.setState({ scale: 'linear' });
  back();
  expect(spec.getState()).toMatchObject({ head: { layer: 1, head: 2 }, scale: defaultSpec.scale });
  back();
  expect(spec.getState()).toEqual(defaultSpec);
});

test('typing makes one entry, not one a key', () => {
  const { spec, entries } = setUp();
  for (const text of ['T', 'Th', 'The', 'The ', 'The b']) {
    spec.setState({ text });
    vi.advanceTimersByTime(120);
  }
  vi.advanceTimersByTime(1000);
  expect(entries).toHaveLength(2);
  expect(specOf(entries[1]).text).toBe('The b');
});

test('what was read from the address is not written back as a new entry', () => {
  const { spec, entries, location, listeners } = setUp();
  location.hash = '#text=hello';
  listeners.get('hashchange')?.();
  expect(spec.getState().text).toBe('hello');
  expect(entries).toHaveLength(1);
});

test('Back from a choice returns to the text as it was typed last', () => {
  const { spec, back } = setUp();
  spec.setState({ text: 'Second' });
  spec.setState({ text: 'Third' });
  spec.setState({ scale: 'log' });
  back();
  expect(spec.getState()).toMatchObject({ text: 'Third', scale: defaultSpec.scale });
});

test('a page left while its reader types keeps the last key', () => {
  const { spec, location, listeners } = setUp();
  spec.setState({ text: 'T' });
  spec.setState({ text: 'Th' });
  listeners.get('pagehide')?.();
  expect(specOf(location.hash).text).toBe('Th');
});

test('what of a link could not be read is told, at the start and when another link comes', () => {
  const told: (readonly string[])[] = [];
  const { location, listeners } = setUp('#scale=cubic', (notes) => told.push(notes));
  location.hash = '#scale=log';
  listeners.get('hashchange')?.();
  expect(told[0].join()).toContain('cubic');
  expect(told.slice(1)).toEqual([[]]);
});

test('after stopping, nothing is written', () => {
  const { spec, entries, stop } = setUp();
  stop();
  spec.setState({ text: 'x' });
  vi.advanceTimersByTime(5000);
  expect(entries).toHaveLength(1);
});

test('moving about in a map rewrites the entry, and is found again', () => {
  const { spec, entries } = setUp();
  spec.setState({ head: { layer: 1, head: 2 } });
  for (const query of [3, 4, 5]) spec.setState({ cell: { query, keyed: 0 } });
  spec.setState({ zoom: { queries: [0, 8], keys: [0, 8] } });
  vi.advanceTimersByTime(1000);
  expect(entries).toHaveLength(2);
  expect(specOf(entries[1])).toEqual(spec.getState());
});
