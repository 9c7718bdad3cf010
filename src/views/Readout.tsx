/** The cell in focus in words: its two tokens, its weight, and the sum of its row. */
import { sum } from 'd3';
import { memo } from 'react';
import type { Answer, Edges } from '#state';
import type { Words } from '#words';
import type { CellFocus } from './cell.ts';
import { differenceText, meanText, weightText } from './numbers.ts';
import { useWords } from './use-words.ts';

interface ReadoutProps {
  readonly pieces: Answer['pieces'];
  readonly cell: CellFocus | null;
  /** [T] weights of the cell's query; null while they are being read. */
  readonly row: Float32Array | null;
  /** Null while they are being read. */
  readonly edges: Edges | null;
  /** Whether another row is taken away, null while it is being read. */
  readonly different: boolean;
  readonly otherRow: Float32Array | null;
}

/** Two lines, whatever they say. */
export const Readout = memo(function Readout({ cell, ...told }: ReadoutProps) {
  const words = useWords();
  return (
    <p className="readout" aria-live="polite" aria-atomic="true">
      {cell ? <Cell cell={cell} {...told} /> : words.pointAtCell}
    </p>
  );
});

/** Characters of a token, so that the line stays one; the token strip and the axes have the whole. */
const LONGEST = 12;

function cut(visible: string): string {
  const characters = [...visible];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : visible;
}

interface CellProps extends ReadoutProps {
  readonly cell: CellFocus;
}

function Cell(props: CellProps) {
  const words = useWords();
  const { pieces, cell, row, otherRow, different } = props;
  const { query, keyed, locked } = cell;
  return (
    <>
      {words.query} <span className="of-query">‘{cut(pieces[query].visible)}’</span> ({query}) → {words.key}{' '}
      <span className="of-key">‘{cut(pieces[keyed].visible)}’</span> ({keyed}):{' '}
      <b>{different ? differenceOf(words, cell, row, otherRow) : cellText(words, cell, row)}</b>
      <br />
      {different ? <Both {...props} /> : <Sums {...props} />}
      {locked && ` · ${words.locked}`}
    </>
  );
}

function Sums({ cell, row, edges }: CellProps) {
  const words = useWords();
  return (
    <>
      {words.rowSum} {row ? meanText(words, sum(row)) : '…'} · {words.keyMean}{' '}
      {edges ? meanText(words, edges.columnMeans[cell.keyed]) : '…'}
    </>
  );
}

/** The two weights whose difference is told, and the two row sums. */
function Both({ cell, row, otherRow }: CellProps) {
  const words = useWords();
  if (!row || !otherRow) return '…';
  const weights = [row, otherRow].map((weights) => weightText(words, weights[cell.keyed]));
  const sums = [row, otherRow].map((weights) => meanText(words, sum(weights)));
  return (
    <>
      {cell.keyed <= cell.query && `${weights.join(' − ')} · `}
      {words.rowSum} {sums.join(' − ')}
    </>
  );
}

function differenceOf(
  words: Words,
  { query, keyed }: CellFocus,
  row: Float32Array | null,
  otherRow: Float32Array | null,
): string {
  if (keyed > query) return words.maskedCell;
  return row && otherRow ? differenceText(words, row[keyed] - otherRow[keyed]) : '…';
}

export function cellText(words: Words, { query, keyed }: CellFocus, row: Float32Array | null): string {
  if (keyed > query) return words.maskedCell;
  return row ? weightText(words, row[keyed]) : '…';
}
