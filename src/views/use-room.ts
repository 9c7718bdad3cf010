/** The size of an element in CSS pixels, with the device pixels in one, kept up to date. */
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import type { Room } from './atlas.ts';

export interface MeasuredRoom extends Room {
  readonly ratio: number;
}

/** Null until the element is laid out. `given` measures an element that someone else refers to. */
export function useRoom<E extends HTMLElement>(
  given?: RefObject<E | null>,
): [RefObject<E | null>, MeasuredRoom | null] {
  const own = useRef<E>(null);
  const element = given ?? own;
  const [room, setRoom] = useState<MeasuredRoom | null>(null);
  const density = room?.ratio ?? window.devicePixelRatio;

  useLayoutEffect(() => {
    const measured = element.current;
    if (!measured) return;
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = measured;
      const ratio = window.devicePixelRatio;
      setRoom((old) =>
        old && old.width === width && old.height === height && old.ratio === ratio
          ? old
          : { width, height, ratio },
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(measured);
    const same = window.matchMedia(`(resolution: ${density}dppx)`);
    same.addEventListener('change', measure);
    return () => {
      observer.disconnect();
      same.removeEventListener('change', measure);
    };
  }, [density, element]);

  return [element, room];
}
