/** Texts that the reader has worked on, kept in this browser and nowhere else. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { presets } from '#share';
import type { State } from './state.ts';

export interface RecentText {
  readonly text: string;
  /** As the last answer counted them, `<s>` included; null where there was none. */
  readonly tokens: number | null;
}

export interface Recent {
  /** Newest first. */
  readonly texts: StoreApi<readonly RecentText[]>;
  /** One of them, or all of them. */
  forget(text: string | null): void;
  stop(): void;
}

/** What is asked of the window: where they are kept, and word of another tab that changed them. */
export interface Shelf {
  readonly localStorage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  addEventListener(type: 'storage', listener: () => void): void;
  removeEventListener(type: 'storage', listener: () => void): void;
}

/** Texts that are kept at most. */
const MOST = 20;
/** A text that is left alone for so long (ms) is one that the reader works on. */
const REST = 10_000;
/** Under this name. */
const NAME = 'softpick-explorer.texts';

/** Whether one text was given up for another, and not edited: more than half of it is gone, and more than a slip. */
export function isLeft(old: string, now: string): boolean {
  const shorter = Math.min(old.length, now.length);
  let front = 0;
  while (front < shorter && old[front] === now[front]) front++;
  let back = 0;
  while (back < shorter - front && old.at(-1 - back) === now.at(-1 - back)) back++;
  return old.length - front - back > Math.max(2, old.length / 2);
}

/** With the text as the newest, each text once; presets and empty texts are not worth keeping. */
export function remember(
  texts: readonly RecentText[],
  text: string,
  tokens: number | null,
): readonly RecentText[] {
  if (text.trim() === '' || presets.some((preset) => preset.text === text)) return texts;
  const known = texts.find((each) => each.text === text);
  const others = texts.filter((each) => each !== known);
  return [{ text, tokens: tokens ?? known?.tokens ?? null }, ...others].slice(0, MOST);
}

/** Whatever else is stored under the name counts for nothing. */
function readTexts(written: string | null): readonly RecentText[] {
  const isText = (each: unknown): each is RecentText => {
    const { text, tokens } = Object(each);
    return typeof text === 'string' && (tokens === null || typeof tokens === 'number');
  };
  try {
    const read: unknown = JSON.parse(written ?? '[]');
    return Array.isArray(read) ? read.filter(isText).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

/**
 * Keeps each text that has rested or was left for another. Where the storage is off or full, which may show in its very
 * mention, texts last as long as the page.
 */
export function followTexts({ spec, run }: State, shelf: Shelf): Recent {
  const attempt = <Value>(use: (storage: Shelf['localStorage']) => Value): Value | null => {
    try {
      return use(shelf.localStorage);
    } catch {
      return null;
    }
  };
  const stored = () => readTexts(attempt((storage) => storage.getItem(NAME)));
  const texts = createStore<readonly RecentText[]>(stored);

  /** What there is no room for is left out, the oldest first. */
  const put = (kept: readonly RecentText[]) => {
    texts.setState(kept, true);
    if (kept.length === 0) attempt((storage) => storage.removeItem(NAME));
    for (let count = kept.length; count > 0; count--) {
      const written = JSON.stringify(kept.slice(0, count));
      if (attempt((storage) => storage.setItem(NAME, written)) !== null) return;
    }
  };

  const keep = (text: string) => {
    const counts = run
      .getState()
      .panes.flatMap(({ answer }) => (answer?.report.text === text ? [answer.report.T] : []));
    const kept = remember(texts.getState(), text, counts.length > 0 ? Math.max(...counts) : null);
    if (kept !== texts.getState()) put(kept);
  };

  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => keep(spec.getState().text), REST);
  };
  wait();
  const unsubscribe = spec.subscribe((now, before) => {
    if (now.text === before.text) return;
    if (isLeft(before.text, now.text)) keep(before.text);
    wait();
  });
  const readAgain = () => texts.setState(stored(), true);
  shelf.addEventListener('storage', readAgain);

  return {
    texts,
    forget(text) {
      put(text === null ? [] : texts.getState().filter((each) => each.text !== text));
    },
    stop() {
      clearTimeout(timer);
      unsubscribe();
      shelf.removeEventListener('storage', readAgain);
    },
  };
}
