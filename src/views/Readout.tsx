/** The cell in focus in words: its two tokens, its weight, and the sum of its row. */
import { sum } from 'd3';
import { memo } from 'react';
import type { Answer, Edges } from '#state';
import type { Words } from '#words';
import type { CellFocus } from './cell.ts';
import { meanText, weightText } from './numbers.ts';
import { useWords } from './use-words.ts';

interface ReadoutProps {
  readonly pieces: Answer['pieces'];
  readonly cell: CellFocus | null;
  /** [T] weights of the cell's query; null while they are being read. */
  readonly row: Float32Array | null;
  /** Null while they are being read. */
  readonly edges: Edges | null;
}

/** Two lines, whatever they say. */
export const Readout = memo(function Readout({ pieces, cell, row, edges }: ReadoutProps) {
  const words = useWords();
  return (
    <p className="readout" aria-live="polite" aria-atomic="true">
      {cell ? <Cell cell={cell} pieces={pieces} row={row} edges={edges} /> : words.pointAtCell}
    </p>
  );
});

function Cell({ pieces, cell, row, edges }: ReadoutProps & { readonly cell: CellFocus }) {
  const words = useWords();
  const { query, keyed, locked } = cell;
  return (
    <>
      {words.query} <span className="of-query">‘{pieces[query].visible}’</span> ({query}) → {words.key}{' '}
      <span className="of-key">‘{pieces[keyed].visible}’</span> ({keyed}): <b>{cellText(words, cell, row)}</b>
      <br />
      {words.rowSum} {row ? meanText(words, sum(row)) : '…'} · {words.keyMean}{' '}
      {edges ? meanText(words, edges.columnMeans[keyed]) : '…'}
      {locked && ` · ${words.locked}`}
    </>
  );
}

export function cellText(words: Words, { query, keyed }: CellFocus, row: Float32Array | null): string {
  if (keyed > query) return words.maskedCell;
  return row ? weightText(words, row[keyed]) : '…';
}
