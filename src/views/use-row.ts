/** The weights of one query, read from the worker and kept as long as the answer and the head are shown. */
import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';

export type ReadRow = (
  serial: number,
  layer: number,
  head: number,
  query: number,
) => Promise<Float32Array | null>;

interface KeptRows {
  /** Answer, layer and head that the rows are of. */
  readonly of: string;
  readonly rows: ReadonlyMap<number, Float32Array>;
}

/** [T] weights; null while they are not here. One row of a head is read at a time, and then the one wanted last. */
export function useRow(
  readRow: ReadRow,
  serial: number,
  layer: number,
  head: number,
  query: number | null,
): Float32Array | null {
  const of = `${serial} ${layer} ${head}`;
  const [kept, keep] = useState<KeptRows>({ of, rows: new Map() });
  const [turn, setTurn] = useState(0);
  const row = query !== null && kept.of === of ? (kept.rows.get(query) ?? null) : null;
  const missing = row === null ? query : null;
  const reading = useRef<string | null>(null);
  const wanted = useRef({ of, missing });
  const read = useEffectEvent(readRow);
  useLayoutEffect(() => {
    wanted.current = { of, missing };
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: a turn is when the machine is free for the row wanted now
  useEffect(() => {
    if (missing === null || reading.current === of) return;
    reading.current = of;
    const free = () => {
      if (reading.current === of) reading.current = null;
      if (wanted.current.missing !== missing) setTurn((turn) => turn + 1);
    };
    read(serial, layer, head, missing).then(
      (arrived) => {
        free();
        if (!arrived || wanted.current.of !== of) return;
        keep((old) => ({ of, rows: new Map(old.of === of ? old.rows : []).set(missing, arrived) }));
      },
      (error) => {
        free();
        if (wanted.current.of === of && wanted.current.missing === missing) throw error;
      },
    );
  }, [of, serial, layer, head, missing, turn]);

  return row;
}
