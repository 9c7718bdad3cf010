/** Keeps the spec and the address bar's hash equal, both ways. */

import type { StoreApi } from 'zustand/vanilla';
import { parseLink, printLink, type Spec } from '#share';

/** Typing rewrites the current entry this long (ms) after the last key; browsers limit how often one may. */
const SETTLE = 300;
/** A text that is changed after this long a rest (ms) starts a new entry, so that Back returns to the older one. */
const REST = 4000;

/** What changes many times a second as a reader moves about in a map: no entries of their own. */
const moving: ReadonlySet<keyof Spec> = new Set(['zoom', 'cell']);

export interface Bar {
  readonly history: Pick<History, 'pushState' | 'replaceState'>;
  readonly location: Pick<Location, 'hash'>;
  addEventListener(type: 'popstate' | 'hashchange' | 'pagehide', listener: () => void): void;
  removeEventListener(type: 'popstate' | 'hashchange' | 'pagehide', listener: () => void): void;
}

/** The spec that a hash asks for; what it does not say is as by default. */
export const specOf = (hash: string): Spec => parseLink(hash).spec;

/**
 * Returns a function that stops. A choice other than the text and the place in a map is an entry of its own in the
 * history.
 * `onNotes` is told what of the link could not be read, at the start and whenever a link is read: mostly nothing.
 */
export function followAddress(
  spec: StoreApi<Spec>,
  bar: Bar,
  onNotes: (notes: readonly string[]) => void = () => undefined,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let typed = Number.NEGATIVE_INFINITY;
  let written = bar.location.hash;

  const write = (how: 'pushState' | 'replaceState', what = spec.getState()) => {
    clearTimeout(timer);
    timer = undefined;
    const link = printLink(what);
    const hash = link === '' ? '' : `#${link}`;
    if (hash === written) return;
    written = hash;
    // An empty hash is written as "#": a bare relative address would lose the query string.
    bar.history[how](null, '', hash === '' ? '#' : hash);
  };

  const unsubscribe = spec.subscribe((now, before) => {
    if (reading) return;
    const changed = (Object.keys(now) as (keyof Spec)[]).filter((name) => now[name] !== before[name]);
    if (changed.every((name) => moving.has(name))) {
      clearTimeout(timer);
      timer = setTimeout(write, SETTLE, 'replaceState');
      return;
    }
    if (changed.some((name) => name !== 'text')) {
      // The text typed last belongs to the entry that is being left.
      if (timer !== undefined) write('replaceState', before);
      return write('pushState');
    }
    const rested = performance.now() - typed > REST;
    typed = performance.now();
    if (rested && timer === undefined) return write('pushState');
    clearTimeout(timer);
    timer = setTimeout(write, SETTLE, 'replaceState');
  });

  let reading = false;
  const read = () => {
    const hash = bar.location.hash === '#' ? '' : bar.location.hash;
    if (hash === written) return;
    clearTimeout(timer);
    timer = undefined;
    written = hash;
    reading = true;
    spec.setState(specOf(hash));
    onNotes(parseLink(hash).notes);
    reading = false;
  };
  /** A page that is left while its reader still types is found again as it was. */
  const settle = () => {
    if (timer !== undefined) write('replaceState');
  };

  onNotes(parseLink(written).notes);
  bar.addEventListener('popstate', read);
  bar.addEventListener('hashchange', read);
  bar.addEventListener('pagehide', settle);
  return () => {
    unsubscribe();
    clearTimeout(timer);
    bar.removeEventListener('popstate', read);
    bar.removeEventListener('hashchange', read);
    bar.removeEventListener('pagehide', settle);
  };
}
