/** Where a key press leads: pure transitions on a grid of heads and on the cells of a map. */

export interface Place {
  readonly row: number;
  readonly column: number;
}

export interface Extent {
  readonly rows: number;
  readonly columns: number;
}

const moves: Readonly<Record<string, (place: Place, extent: Extent) => Place>> = {
  ArrowUp: ({ row, column }) => ({ row: row - 1, column }),
  ArrowDown: ({ row, column }) => ({ row: row + 1, column }),
  ArrowLeft: ({ row, column }) => ({ row, column: column - 1 }),
  ArrowRight: ({ row, column }) => ({ row, column: column + 1 }),
  Home: ({ row }) => ({ row, column: 0 }),
  End: ({ row }, { columns }) => ({ row, column: columns - 1 }),
  PageUp: ({ column }) => ({ row: 0, column }),
  PageDown: ({ column }, { rows }) => ({ row: rows - 1, column }),
};

/** The next place, kept inside the extent; null if the key does not move. */
export function step(key: string, place: Place, extent: Extent): Place | null {
  const moved = moves[key]?.(place, extent);
  if (!moved) return null;
  return {
    row: Math.min(Math.max(moved.row, 0), extent.rows - 1),
    column: Math.min(Math.max(moved.column, 0), extent.columns - 1),
  };
}

/** Control with Home or End goes to the first or the last place of all. */
export function stepFar(key: string, extent: Extent): Place | null {
  if (key === 'Home') return { row: 0, column: 0 };
  if (key === 'End') return { row: extent.rows - 1, column: extent.columns - 1 };
  return null;
}
