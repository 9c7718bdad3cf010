/** The numbers along a map: the row of the query in focus, row sums and column means, or the differences of two heads'. */
import { useMemo } from 'react';
import type { HeadName } from '#share';
import type { Answer, Edges } from '#state';
import type { Side } from './difference.ts';
import type { Scene } from './scene.ts';
import { useEdges } from './use-edges.ts';
import { useRow } from './use-row.ts';

export interface Lines {
  /** [T] of the head and of what is taken away; null while they are read, and where there is none. */
  readonly row: Float32Array | null;
  readonly otherRow: Float32Array | null;
  /** Of this answer and of the other. */
  readonly edges: Edges | null;
  readonly otherEdges: Edges | null;
  /** As they are drawn: differences where something is taken away. */
  readonly drawn: {
    readonly row: Float32Array | null;
    readonly sums: Float32Array | null;
    readonly means: Float32Array | null;
  };
}

export function useLines(
  { readRow, readEdges }: Scene,
  { serial }: Answer,
  open: HeadName,
  other: Side | null,
  query: number | null,
): Lines {
  const from = other?.answer.serial ?? null;
  const head = other?.head ?? open;
  const row = useRow(readRow, serial, open.layer, open.head, query);
  const otherRow = useRow(readRow, from ?? serial, head.layer, head.head, other && query);
  const own = useEdges(readEdges, serial, open);
  const others = useEdges(readEdges, from, head);
  return {
    row,
    otherRow,
    edges: own.present,
    otherEdges: others.present,
    drawn: {
      row: useMinus(row, otherRow, other !== null),
      sums: useMinus(own.shown?.rowSums, others.shown?.rowSums, other !== null),
      means: useMinus(own.shown?.columnMeans, others.shown?.columnMeans, other !== null),
    },
  };
}

/** The first, or what it is above the second once both are here. */
function useMinus(
  values: Float32Array | null | undefined,
  others: Float32Array | null | undefined,
  different: boolean,
): Float32Array | null {
  return useMemo(() => {
    if (!different) return values ?? null;
    if (!values || values.length !== others?.length) return null;
    return values.map((value, index) => value - others[index]);
  }, [values, others, different]);
}
