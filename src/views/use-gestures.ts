/** Drag and pinch on a map: which part is shown next. A press that moved nothing is left to be a click. */
import { type PointerEvent, type RefObject, useEffect, useRef } from 'react';
import { moveBy, sameZoom, type Zoom, zoomAt, zoomOf } from '#share';
import { type Shown, spotAt } from './use-wheel.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** One or more pointers that are down, in CSS pixels, and the part that was shown when the last of them came. */
interface Press {
  readonly from: ReadonlyMap<number, Point>;
  readonly at: ReadonlyMap<number, Point>;
  readonly part: Zoom;
}

export interface Gestures {
  /** Whether the last press was a drag or a pinch. */
  dragged(): boolean;
  onPointerDown(event: PointerEvent): void;
  /** Returns whether a button or finger is down. */
  onPointerMove(event: PointerEvent): boolean;
  onPointerUp(event: PointerEvent): void;
}

/** CSS pixels that a hand trembles. */
const TREMBLE = 4;

export function useGestures(field: RefObject<HTMLElement | null>, shown: Shown): Gestures {
  const press = useRef<Press | null>(null);
  const moved = useRef(false);
  useTwoFingers(field);

  const begin = (at: Press['at']) => {
    press.current = at.size > 0 ? { from: at, at, part: shown.part } : null;
    if (at.size === 0) field.current?.removeAttribute('data-dragging');
  };
  return {
    dragged: () => moved.current,
    onPointerDown({ button, pointerId, clientX, clientY }) {
      if (button !== 0) return;
      const others = press.current?.at ?? [];
      if (!press.current) moved.current = false;
      begin(new Map([...others, [pointerId, { x: clientX, y: clientY }]]));
    },
    onPointerMove({ buttons, pointerId, clientX, clientY }) {
      // A button that was let go outside the window is not told of.
      if (buttons === 0 && press.current) begin(new Map());
      if (!press.current?.at.has(pointerId) || !field.current) return false;
      const at = new Map(press.current.at).set(pointerId, { x: clientX, y: clientY });
      press.current = { ...press.current, at };
      const [from, to] = [middleOf(press.current.from), middleOf(at)];
      if (!moved.current && at.size === 1 && Math.hypot(to.x - from.x, to.y - from.y) < TREMBLE) return true;
      if (!moved.current) field.current.setPointerCapture(pointerId);
      moved.current = true;
      const next = partAfter(press.current, field.current, shown.tokens);
      if (zoomOf(next, shown.tokens)) field.current.setAttribute('data-dragging', '');
      if (!sameZoom(next, shown.part)) shown.onPart(next);
      return true;
    },
    onPointerUp({ pointerId }) {
      if (!press.current) return;
      const left = new Map(press.current.at);
      left.delete(pointerId);
      begin(left);
    },
  };
}

/** The pointers' distance sets the size, and the map follows their middle. */
function partAfter({ from, at, part }: Press, field: Element, tokens: number): Zoom {
  const { width, height } = field.getBoundingClientRect();
  const [before, now] = [middleOf(from), middleOf(at)];
  const spot = spotAt(field, { clientX: before.x, clientY: before.y });
  const sized = at.size < 2 ? part : zoomAt(part, spreadOf(from) / spreadOf(at), spot, tokens);
  const cells = (by: number, size: number, [first, end]: readonly [number, number]) =>
    Math.round((-by / size) * (end - first));
  return moveBy(
    sized,
    cells(now.y - before.y, height, sized.queries),
    cells(now.x - before.x, width, sized.keys),
    tokens,
  );
}

function middleOf(points: Press['at']): Point {
  const all = [...points.values()];
  const mean = (axis: 'x' | 'y') => all.reduce((sum, point) => sum + point[axis], 0) / all.length;
  return { x: mean('x'), y: mean('y') };
}

/** Between the first two; never nothing, since it divides. */
function spreadOf(points: Press['at']): number {
  const [one, other] = points.values();
  return Math.max(1, Math.hypot(one.x - other.x, one.y - other.y));
}

/** One finger scrolls the page; two are for the map, and the browser is not to scroll with them. */
function useTwoFingers(field: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = field.current;
    const keep = (event: TouchEvent) => event.touches.length > 1 && event.preventDefault();
    element?.addEventListener('touchmove', keep, { passive: false });
    return () => element?.removeEventListener('touchmove', keep);
  }, [field]);
}
