/** Keys and buttons that zoom: plus and minus at the cell in focus, or else in the middle, and 0 for all. */
import { type CellName, partOf, partWith, spotOf, type Zoom, zoomAt } from '#share';

export type ZoomStep = 'in' | 'out' | 'all';

/** A side's cells after a step in, of those before. */
const CLOSER = 2 / 3;

const steps: Readonly<Record<string, ZoomStep>> = {
  '+': 'in',
  '=': 'in',
  '-': 'out',
  '−': 'out',
  _: 'out',
  '0': 'all',
};

export function partAfterStep(step: ZoomStep, part: Zoom, cell: CellName | null, tokens: number): Zoom {
  if (step === 'all') return partOf(null, tokens);
  const spot = cell ? spotOf(part, cell) : { query: 0.5, keyed: 0.5 };
  const next = zoomAt(part, step === 'in' ? CLOSER : 1 / CLOSER, spot, tokens);
  return cell ? partWith(next, cell) : next;
}

/** Null if the key does not zoom. */
export function partOnKey(key: string, part: Zoom, cell: CellName | null, tokens: number): Zoom | null {
  const step = steps[key];
  return step ? partAfterStep(step, part, cell, tokens) : null;
}
