/** The same row or column asked for by several views is read once. */
import { useMemo } from 'react';
import { useLatest } from './use-latest.ts';
import type { ReadRow } from './use-row.ts';

/** Replies that are remembered: what the views of a moving pointer may ask for at the same time, and some more. */
const KEPT = 64;

export function useSharedReads(read: ReadRow): ReadRow {
  const latest = useLatest(read);
  return useMemo(() => {
    const replies = new Map<string, ReturnType<ReadRow>>();
    return (...asked: Parameters<ReadRow>) => {
      const name = asked.join(' ');
      const known = replies.get(name);
      if (known) return known;
      const reply = latest(...asked);
      replies.set(name, reply);
      // What failed, or came from a machine that is gone, may be asked for again.
      const forget = () => replies.delete(name);
      reply.then((numbers) => numbers ?? forget(), forget);
      for (const oldest of replies.keys()) if (replies.size > KEPT) replies.delete(oldest);
      return reply;
    };
  }, [latest]);
}
