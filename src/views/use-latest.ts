/** A callback that never changes its identity and always does what the newest one does. */
import { useCallback, useLayoutEffect, useRef } from 'react';

/** Keeps memoised children still when a parent passes a new function at each render. Not to be called while rendering. */
export function useLatest<Arguments extends readonly unknown[], Result>(
  callback: (...given: Arguments) => Result,
): (...given: Arguments) => Result {
  const latest = useRef(callback);
  useLayoutEffect(() => {
    latest.current = callback;
  });
  return useCallback((...given: Arguments) => latest.current(...given), []);
}
