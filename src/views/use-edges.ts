/** Row sums and column means of one head, read from the worker. */
import { useEffect, useEffectEvent, useState } from 'react';
import type { HeadName } from '#share';
import type { Edges } from '#state';

export type ReadEdges = (serial: number, layer: number, head: number) => Promise<Edges | null>;

interface ReadEdgesOf {
  readonly of: string;
  readonly head: string;
  readonly edges: Edges;
}

/** `present` is of this answer; `shown` may be of the same head's answer before, until the present ones are here. */
export function useEdges(
  readEdges: ReadEdges,
  serial: number | null,
  { layer, head }: HeadName,
): { readonly shown: Edges | null; readonly present: Edges | null } {
  const name = `${layer} ${head}`;
  const of = `${serial} ${name}`;
  const [kept, keep] = useState<ReadEdgesOf | null>(null);
  const read = useEffectEvent(readEdges);

  useEffect(() => {
    if (serial === null) return;
    let wanted = true;
    read(serial, layer, head).then(
      (edges) => {
        if (wanted && edges) keep({ of: `${serial} ${layer} ${head}`, head: `${layer} ${head}`, edges });
      },
      (error) => {
        if (wanted) throw error;
      },
    );
    return () => {
      wanted = false;
    };
  }, [serial, layer, head]);

  if (serial === null) return { shown: null, present: null };
  return {
    shown: kept?.head === name ? kept.edges : null,
    present: kept?.of === of ? kept.edges : null,
  };
}
