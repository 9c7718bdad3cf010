/**
 * The wheel over a map zooms where the pointer is. It is left to the page where it would zoom out of all of the map,
 * and while the page is being scrolled past.
 */
import { type RefObject, useEffect, useEffectEvent, useRef } from 'react';
import { type Spot, sameZoom, type Zoom, zoomAt, zoomOf } from '#share';

export interface Shown {
  readonly part: Zoom;
  /** Cells along a side of the whole map. */
  readonly tokens: number;
  onPart(part: Zoom): void;
}

/** CSS pixels of wheel that zoom by a factor of e. */
const WHEEL = 500;
/** A trackpad's pinch comes as a wheel with Control, in steps so much smaller. */
const PINCH = 4;
/** Pixels, lines and pages, in CSS pixels. */
const UNITS = [1, 16, 400];
/** Milliseconds after which a page that scrolled has come to rest. */
const REST = 250;

/** Where in the field an event is. */
export function spotAt(field: Element, { clientX, clientY }: { clientX: number; clientY: number }): Spot {
  const { left, top, width, height } = field.getBoundingClientRect();
  return { query: (clientY - top) / height, keyed: (clientX - left) / width };
}

export function useWheel(field: RefObject<HTMLElement | null>, { part, tokens, onPart }: Shown): void {
  const turned = useRef({ by: 0, spot: { query: 0, keyed: 0 } as Spot, frame: 0 });
  const scrolled = useRef(Number.NEGATIVE_INFINITY);

  /** Small turns add up until they are worth a cell. */
  const zoom = useEffectEvent(() => {
    const { by, spot } = turned.current;
    turned.current.frame = 0;
    const next = zoomAt(part, Math.exp(by / WHEEL), spot, tokens);
    if (sameZoom(next, part)) return;
    turned.current.by = 0;
    onPart(next);
  });
  const turn = useEffectEvent((event: WheelEvent) => {
    const { ctrlKey, deltaY, deltaMode, timeStamp } = event;
    const outward = deltaY > 0;
    const passing = timeStamp - scrolled.current < REST || (outward && zoomOf(part, tokens) === null);
    if (!ctrlKey && (deltaY === 0 || passing)) {
      turned.current.by = 0;
      return;
    }
    event.preventDefault();
    if (turned.current.by > 0 !== outward) turned.current.by = 0;
    turned.current.by += deltaY * UNITS[deltaMode] * (ctrlKey ? PINCH : 1);
    turned.current.spot = spotAt(event.currentTarget as Element, event);
    turned.current.frame ||= requestAnimationFrame(() => zoom());
  });

  useEffect(() => {
    const element = field.current;
    if (!element) return;
    const state = turned.current;
    const page = element.ownerDocument;
    const onWheel = (event: WheelEvent) => turn(event);
    const onScroll = ({ timeStamp }: Event) => {
      scrolled.current = timeStamp;
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    page.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      element.removeEventListener('wheel', onWheel);
      page.removeEventListener('scroll', onScroll);
      cancelAnimationFrame(state.frame);
      state.frame = 0;
    };
  }, [field]);
}
