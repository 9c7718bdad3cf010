/** The weights of one query, read from the worker and kept as long as the answer and the head are shown. */
import { useEffect, useEffectEvent, useState } from 'react';

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

/** [T] weights; null while they are not here. A reply that nobody waits for any more is dropped. */
export function useRow(
  readRow: ReadRow,
  serial: number,
  layer: number,
  head: number,
  query: number | null,
): Float32Array | null {
  const of = `${serial} ${layer} ${head}`;
  const [kept, keep] = useState<KeptRows>({ of, rows: new Map() });
  const row = query !== null && kept.of === of ? (kept.rows.get(query) ?? null) : null;
  const missing = row === null ? query : null;
  const read = useEffectEvent(readRow);

  useEffect(() => {
    if (missing === null) return;
    let wanted = true;
    read(serial, layer, head, missing).then(
      (arrived) => {
        if (!wanted || !arrived) return;
        keep((old) => ({ of, rows: new Map(old.of === of ? old.rows : []).set(missing, arrived) }));
      },
      (error) => {
        if (wanted) throw error;
      },
    );
    return () => {
      wanted = false;
    };
  }, [of, serial, layer, head, missing]);

  return row;
}
