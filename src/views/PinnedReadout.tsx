/** Under a pinned map: the weight of the cell in focus, and its two tokens. */
import type { ShownPin } from './pins.ts';
import { cellText } from './Readout.tsx';
import type { Scene } from './scene.ts';
import { useCell } from './use-cell.ts';
import { useRow } from './use-row.ts';
import { useWords } from './use-words.ts';

interface PinnedReadoutProps extends ShownPin {
  readonly scene: Scene;
  /** Whether the keys move in this map: the others are not read out. */
  readonly spoken: boolean;
}

export function PinnedReadout({ scene, pin, answer, spoken }: PinnedReadoutProps) {
  const words = useWords();
  const { locked, shared } = scene;
  const { pieces, report, serial } = answer;
  const cell = useCell(scene.focus, { pane: pin.pane, tokens: report.T, locked, shared });
  const row = useRow(scene.readRow, serial, pin.layer, pin.head, cell?.query ?? null);
  return (
    <p className="pinned-readout" aria-live={spoken ? 'polite' : 'off'} aria-atomic="true">
      {cell && (
        <>
          <b>{cellText(words, cell, row)}</b>{' '}
          <span className="pinned-tokens">
            <span className="of-query">‘{pieces[cell.query].visible}’</span> ({cell.query}) →{' '}
            <span className="of-key">‘{pieces[cell.keyed].visible}’</span> ({cell.keyed})
          </span>
        </>
      )}
    </p>
  );
}
