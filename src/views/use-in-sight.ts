/** Whether an element is on the screen, a tenth of it at least: what cannot be seen need not follow the pointer. */
import { type RefObject, useEffect, useRef, useState } from 'react';

export function useInSight<E extends HTMLElement>(): [RefObject<E | null>, boolean] {
  const element = useRef<E>(null);
  const [inSight, setInSight] = useState(false);
  useEffect(() => {
    if (!element.current) return;
    const look = (entries: readonly IntersectionObserverEntry[]) =>
      setInSight(entries.at(-1)?.isIntersecting ?? false);
    const observer = new IntersectionObserver(look, { threshold: 0.1 });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return [element, inSight];
}
