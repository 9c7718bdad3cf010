/** What is taken away from a head: the same object as long as it is the same head of the same answer. */
import { useMemo } from 'react';
import { type Difference, differenceOf } from './difference.ts';

export function useDifference(...asked: Parameters<typeof differenceOf>): Difference {
  const { other, coming, why } = differenceOf(...asked);
  const answer = other?.answer ?? null;
  const head = other?.head ?? null;
  const same = useMemo(() => answer && head && { answer, head }, [answer, head]);
  return { other: same, coming, why };
}
