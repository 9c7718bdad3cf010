/** The cell in focus of one map, kept up to date. */
import { useMemo, useSyncExternalStore } from 'react';
import { type CellFocus, type CellPlace, cellIn } from './cell.ts';
import type { Focus } from './focus.ts';

export function useCell(focus: Focus, place: CellPlace): CellFocus | null {
  const cell = useSyncExternalStore(focus.listen, () => cellIn(place, focus.get()));
  const locked = cell !== null && cell === place.locked;
  return useMemo(() => cell && { query: cell.query, keyed: cell.keyed, locked }, [cell, locked]);
}
