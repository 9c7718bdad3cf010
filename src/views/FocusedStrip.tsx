/** The token strip with the tokens of the cell in focus: drawn anew where the pointer moves, without the page around it. */
import type { ComponentProps } from 'react';
import type { CellPlace } from './cell.ts';
import type { Focus } from './focus.ts';
import { TokenStrip } from './TokenStrip.tsx';
import { useCell } from './use-cell.ts';

interface FocusedStripProps extends Pick<ComponentProps<typeof TokenStrip>, 'pieces' | 'of'>, CellPlace {
  readonly focus: Focus;
}

export function FocusedStrip({ focus, pieces, of, ...place }: FocusedStripProps) {
  const cell = useCell(focus, place);
  return <TokenStrip pieces={pieces} of={of} query={cell?.query ?? null} keyed={cell?.keyed ?? null} />;
}
