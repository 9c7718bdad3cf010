/** Texts that are kept in the browser: which ones, how many, and that nothing is asked of a storage that fails. */
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { defaultSpec, presets } from '#share';
import { createState, followTexts, type Shelf, waitingPane } from '#state';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A window's storage with room for so many characters. */
function shelfOf(room = Number.POSITIVE_INFINITY) {
  const stored = new Map<string, string>();
  const listeners = new Set<() => void>();
  const shelf: Shelf = {
    localStorage: {
      getItem: (name) => stored.get(name) ?? null,
      setItem(name, value) {
        if (value.length > room) throw new DOMException('full', 'QuotaExceededError');
        stored.set(name, value);
      },
      removeItem: (name) => void stored.delete(name),
    },
    addEventListener: (_, listener) => void listeners.add(listener),
    removeEventListener: (_, listener) => void listeners.delete(listener),
  };
  return { shelf, stored, listeners };
}

function setUp(shelf: Shelf = shelfOf().shelf, text = presets[1].text) {
  const state = createState({ ...defaultSpec, text });
  const recent = followTexts(state, shelf);
  const kept = () => recent.texts.getState().map((each) => each.text);
  return { ...state, recent, kept, write: (next: string) => state.spec.setState({ text: next }) };
}

const REST = 10_000;

test('a text is kept when it has rested for ten seconds, and not while it is being written', () => {
  const { write, kept } = setUp();
  for (const text of ['A bee', 'A bee flies', 'A bee flies home']) {
    write(text);
    vi.advanceTimersByTime(REST - 1);
    expect(kept()).toEqual([]);
  }
  vi.advanceTimersByTime(1);
  expect(kept()).toEqual(['A bee flies home']);
});

test('a text that is left for another is kept at once, with its count where an answer gave one', () => {
  const { write, run, recent } = setUp(undefined, 'my own words');
  const answer = { report: { text: 'my own words', T: 4 } } as never;
  run.setState({ panes: [waitingPane, { ...waitingPane, answer }] });
  write(presets[0].text);
  expect(recent.texts.getState()).toEqual([{ text: 'my own words', tokens: 4 }]);
  write('something pasted over it');
  write('');
  expect(recent.texts.getState()).toEqual([
    { text: 'something pasted over it', tokens: null },
    { text: 'my own words', tokens: 4 },
  ]);
});

test('a text that is erased or corrected letter by letter is not left for another', () => {
  const { write, kept } = setUp(undefined, 'bees');
  for (const text of ['bee', 'be', 'b', '', 'w', 'wa', 'was', 'wasp', 'hasp']) write(text);
  expect(kept()).toEqual([]);
});

test('presets and empty texts are never kept', () => {
  const { write, kept } = setUp();
  for (const text of [presets[2].text, ' \n', presets[0].text]) {
    write(text);
    vi.advanceTimersByTime(REST);
  }
  expect(kept()).toEqual([]);
});

test('whatever is written: at most twenty, each once, the newest first, and the next visit finds the same', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ minLength: 1, maxLength: 4, unit: fc.constantFrom('a', 'b', ' ', 'é') }), {
        maxLength: 60,
      }),
      (texts) => {
        const { shelf } = shelfOf();
        const { write, kept, recent } = setUp(shelf);
        for (const text of texts) {
          write(text);
          vi.advanceTimersByTime(REST);
        }
        const newest = texts.filter((text) => text.trim() !== '').reverse();
        expect(kept()).toEqual([...new Set(newest)].slice(0, 20));
        recent.stop();
        expect(setUp(shelf).kept()).toEqual(kept());
      },
    ),
    { numRuns: 200 },
  );
});

test('each can be erased, and all, for the next visit too', () => {
  const { shelf, stored } = shelfOf();
  const { write, kept, recent } = setUp(shelf);
  for (const text of ['one text', 'another', 'a third one']) {
    write(text);
    vi.advanceTimersByTime(REST);
  }
  recent.forget('another');
  expect(kept()).toEqual(['a third one', 'one text']);
  expect(setUp(shelf).kept()).toEqual(['a third one', 'one text']);
  recent.forget(null);
  expect(kept()).toEqual([]);
  expect(stored.size).toBe(0);
});

test('a storage with little room keeps the newest; one that is off keeps the page’s own', () => {
  const { shelf, stored } = shelfOf(60);
  const little = setUp(shelf);
  for (const text of ['an old text', 'a new one']) {
    little.write(text);
    vi.advanceTimersByTime(REST);
  }
  expect(little.kept()).toEqual(['a new one', 'an old text']);
  expect([...stored.values()].join()).toBe('[{"text":"a new one","tokens":null}]');
  const off = setUp({
    get localStorage(): Shelf['localStorage'] {
      throw new DOMException('denied', 'SecurityError');
    },
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  });
  off.write('a text');
  vi.advanceTimersByTime(REST);
  expect(off.kept()).toEqual(['a text']);
});

test('what is stored under the name and is no list of texts counts for nothing', () => {
  const { shelf, stored } = shelfOf();
  const { write } = setUp(shelf);
  write('a text');
  vi.advanceTimersByTime(REST);
  const [name] = stored.keys();
  for (const nonsense of [
    '',
    '{',
    'null',
    '7',
    '{"text":"a"}',
    '["a",null,{"tokens":1},{"text":"b","tokens":{}}]',
  ]) {
    stored.set(name, nonsense);
    expect(setUp(shelf).kept()).toEqual([]);
  }
});

test('another tab’s change is seen', () => {
  const { shelf, listeners } = shelfOf();
  const here = setUp(shelf);
  const there = setUp(shelf);
  there.write('from the other tab');
  vi.advanceTimersByTime(REST);
  for (const listener of listeners) listener();
  expect(here.kept()).toEqual(['from the other tab']);
});
