/** A cell in focus: the locked one, or the one pointed at, which other panes show where their pieces are the same. */
import type { CellName } from '#share';
import type { Pointed } from './focus.ts';

export interface CellFocus extends CellName {
  /** A locked cell does not follow the pointer. */
  readonly locked: boolean;
}

/** Where a map is, as far as its cells go. */
export interface CellPlace {
  readonly pane: number;
  readonly tokens: number;
  /** The locked cell, which every pane shows. */
  readonly locked: CellName | null;
  /** Whether a cell is the same pair of tokens in all panes. */
  readonly shared: boolean;
}

/** Null where nothing is in focus, or nothing that this map has. */
export function cellIn(
  { pane, tokens, locked, shared }: CellPlace,
  pointed: Pointed | null,
): CellName | null {
  const cell = locked ?? (pointed && (shared || pointed.pane === pane) ? pointed : null);
  return cell && Math.max(cell.query, cell.keyed) < tokens ? cell : null;
}
