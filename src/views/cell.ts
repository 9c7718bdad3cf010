/** The cell of the large map that the reader looks at; the panes share it where their pieces are the same. */

export interface CellFocus {
  readonly query: number;
  readonly keyed: number;
  /** A locked cell does not follow the pointer. */
  readonly locked: boolean;
}
