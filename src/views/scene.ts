/** What all large maps have in common: what is asked of them, and whom they ask and tell. */
import type { Palette } from '#attention';
import type { CellName, Spec } from '#share';
import type { Focus } from './focus.ts';
import type { Draw } from './Picture.tsx';
import type { ReadEdges } from './use-edges.ts';
import type { ReadRow } from './use-row.ts';
import type { Theme } from './use-theme.ts';

/** Changes only with the spec and the answers, never with the pointer. */
export interface Scene {
  readonly focus: Focus;
  /** Whether heads can be pinned and subtracted here: not where only the panes are shown. */
  readonly tools: boolean;
  readonly locked: CellName | null;
  /** Whether a cell is the same pair of tokens in all panes. */
  readonly shared: boolean;
  readonly zoom: Spec['zoom'];
  readonly scale: Spec['scale'];
  readonly range: Spec['range'];
  readonly palette: Palette;
  readonly theme: Theme;
  readonly draw: Draw;
  readonly readRow: ReadRow;
  readonly readEdges: ReadEdges;
  onSpec(change: Partial<Spec>): void;
}
