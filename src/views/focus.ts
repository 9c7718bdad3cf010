/** Where the reader points: whoever listens is told, so that a moving pointer does not draw the page anew. */
import type { CellName } from '#share';

export interface Pointed extends CellName {
  readonly pane: number;
}

export interface Focus {
  get(): Pointed | null;
  set(next: Pointed | null): void;
  /** Returns a function that ends it. */
  listen(listener: () => void): () => void;
}

export function createFocus(): Focus {
  const listeners = new Set<() => void>();
  let pointed: Pointed | null = null;
  return {
    get: () => pointed,
    set(next) {
      const same = pointed?.pane === next?.pane && pointed?.query === next?.query;
      if (same && pointed?.keyed === next?.keyed) return;
      pointed = next;
      for (const listener of listeners) listener();
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
