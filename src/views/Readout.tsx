/** The cell in focus in words: its two tokens, its weight, and the sum of its row. */
import { sum } from 'd3';
import type { Answer } from '#state';
import type { CellFocus } from './cell.ts';
import { meanText, weightText } from './numbers.ts';
import { words } from './words.ts';

interface ReadoutProps {
  readonly pieces: Answer['pieces'];
  readonly cell: CellFocus | null;
  /** [T] weights of the cell's query; null while they are being read. */
  readonly row: Float32Array | null;
}

/** Two lines, whatever they say. */
export function Readout({ pieces, cell, row }: ReadoutProps) {
  return (
    <p className="readout" aria-live="polite" aria-atomic="true">
      {cell ? <Cell cell={cell} pieces={pieces} row={row} /> : words.pointAtCell}
    </p>
  );
}

function Cell({ pieces, cell, row }: ReadoutProps & { readonly cell: CellFocus }) {
  const { query, keyed, locked } = cell;
  return (
    <>
      query <span className="of-query">‘{pieces[query].visible}’</span> ({query}) → key{' '}
      <span className="of-key">‘{pieces[keyed].visible}’</span> ({keyed}): <b>{cellText(cell, row)}</b>
      <br />
      row sum {row ? meanText(sum(row)) : '…'}
      {locked && ` · ${words.locked}`}
    </>
  );
}

function cellText({ query, keyed }: CellFocus, row: Float32Array | null): string {
  if (keyed > query) return 'masked: a later token';
  return row ? weightText(row[keyed]) : '…';
}
