/** The chips' colours and marks, written to the page itself: a moving pointer draws no token anew. */
import { type RefObject, useLayoutEffect, useMemo, useRef } from 'react';
import type { Palette } from '#attention';
import type { Spec } from '#share';
import type { Answer } from '#state';
import { type Shade, shadeIn, shadesOf } from './shade.ts';
import type { TokenValues } from './strip.ts';

type Strip = RefObject<HTMLElement | null>;

export const chipsOf = (strip: HTMLElement) =>
  strip.getElementsByClassName('chip') as HTMLCollectionOf<HTMLElement>;

export interface Paint {
  readonly values: TokenValues;
  readonly scale: Spec['scale'];
  /** The value of the last colour. */
  readonly limit: number;
}

/** `paint` is null for no colours, and undefined while they are on their way: what is there then stays. */
export function usePaint(
  strip: Strip,
  pieces: Answer['pieces'],
  palette: Palette,
  paint: Paint | null | undefined,
): void {
  const painted = useRef(new WeakMap<HTMLElement, Shade>());
  const shades = useMemo(() => shadesOf(palette), [palette]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: new pieces may be new chips
  useLayoutEffect(() => {
    if (!strip.current || paint === undefined) return;
    for (const [index, chip] of [...chipsOf(strip.current)].entries()) {
      const value = paint?.values[index] ?? null;
      const wanted = paint && value !== null ? shadeIn(shades, paint.scale, paint.limit, value) : undefined;
      if (painted.current.get(chip) === wanted) continue;
      if (wanted) painted.current.set(chip, wanted);
      else painted.current.delete(chip);
      chip.style.background = wanted?.fill ?? '';
      chip.style.color = wanted?.ink ?? '';
    }
  }, [strip, pieces, shades, paint]);
}

/** Marks the query and the key in focus, each null or a token, and brings the one that matters into sight. */
export function useMarks(
  strip: Strip,
  pieces: Answer['pieces'],
  marks: Readonly<Record<'query' | 'key', number | null>>,
) {
  const { query, key } = marks;
  // biome-ignore lint/correctness/useExhaustiveDependencies: new pieces may be new chips
  useLayoutEffect(() => {
    if (!strip.current) return;
    const chips = chipsOf(strip.current);
    const marked: HTMLElement[] = [];
    for (const [name, index] of Object.entries({ query, key })) {
      const chip = index === null ? undefined : chips[index];
      if (!chip) continue;
      chip.dataset[name] = 'true';
      marked.push(chip);
    }
    return () => {
      for (const { dataset } of marked) {
        delete dataset.query;
        delete dataset.key;
      }
    };
  }, [strip, pieces, query, key]);
}

/** Pixels of a mark around a chip, which is to be seen too. */
const MARK = 2;

/** Scrolls the strip alone, never the page. */
export function reveal(strip: HTMLElement, index: number): void {
  const chip = chipsOf(strip)[index];
  if (!chip || strip.scrollHeight <= strip.clientHeight) return;
  const inside = strip.getBoundingClientRect();
  const { top, bottom } = chip.getBoundingClientRect();
  if (top - MARK < inside.top) strip.scrollTop -= inside.top - top + MARK;
  else if (bottom + MARK > inside.bottom) strip.scrollTop += bottom - inside.bottom + MARK;
}
