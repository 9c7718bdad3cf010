/** One chip at a time takes the keyboard's focus; arrow keys, Home and End move it along the lines. */
import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef } from 'react';
import { step } from './steps.ts';
import { chipsOf, reveal } from './use-chips.ts';

/** Pixels that a chip's middle lies below another's for it to stand on another line. */
const LINE = 4;

/** The chip nearest to this one on the line above or below; itself where there is no such line. */
function acrossLines(chips: readonly HTMLElement[], from: number, down: boolean): number {
  const here = chips[from].getBoundingClientRect();
  const middle = here.left + here.width / 2;
  const way = down ? 1 : -1;
  let line: number | null = null;
  let best = from;
  let nearest = Number.POSITIVE_INFINITY;
  for (let index = from + way; index >= 0 && index < chips.length; index += way) {
    const { top, left, width } = chips[index].getBoundingClientRect();
    if (Math.abs(top - here.top) < LINE) continue;
    line ??= top;
    if (Math.abs(top - line) > LINE) break;
    const apart = Math.abs(left + width / 2 - middle);
    if (apart < nearest) {
      nearest = apart;
      best = index;
    }
  }
  return best;
}

export interface Roving {
  /** Makes a chip the one that the keyboard comes back to. */
  moveTo(index: number): void;
  /** Returns whether the key moved. */
  onKey(event: KeyboardEvent<HTMLElement>, from: number): boolean;
}

/** `count` chips are in the strip. */
export function useRoving(strip: RefObject<HTMLElement | null>, count: number): Roving {
  const current = useRef(0);

  const moveTo = (index: number) => {
    if (!strip.current) return;
    const chips = chipsOf(strip.current);
    chips[current.current]?.setAttribute('tabindex', '-1');
    current.current = Math.max(0, Math.min(index, count - 1));
    chips[current.current]?.setAttribute('tabindex', '0');
  };

  useLayoutEffect(() => moveTo(current.current));

  return {
    moveTo,
    onKey(event, from) {
      if (!strip.current || event.altKey || event.metaKey || event.ctrlKey) return false;
      const chips = chipsOf(strip.current);
      const upright = event.key === 'ArrowUp' || event.key === 'ArrowDown';
      const place = upright ? null : step(event.key, { row: 0, column: from }, { rows: 1, columns: count });
      if (!upright && (!place || event.key.startsWith('Page'))) return false;
      const next = place ? place.column : acrossLines([...chips], from, event.key === 'ArrowDown');
      event.preventDefault();
      moveTo(next);
      reveal(strip.current, next);
      chips[next]?.focus({ preventScroll: true });
      return true;
    },
  };
}
