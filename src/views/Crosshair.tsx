/** The cell in focus on a map, with its row and its column: moved by custom properties alone, as fast as a pointer. */
import { memo, useLayoutEffect, useRef } from 'react';
import type { CellName } from '#share';
import { cellIn } from './cell.ts';
import type { Focus } from './focus.ts';

interface CrosshairProps {
  readonly focus: Focus;
  readonly pane: number;
  readonly tokens: number;
  readonly locked: CellName | null;
  readonly shared: boolean;
}

/** Inside an element whose custom properties say which part of the map it shows. */
export const Crosshair = memo(function Crosshair({ focus, pane, tokens, locked, shared }: CrosshairProps) {
  const mark = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const place = () => {
      const cell = cellIn({ pane, tokens, locked, shared }, focus.get());
      if (!mark.current) return;
      mark.current.hidden = cell === null;
      if (!cell) return;
      mark.current.style.setProperty('--at-query', `${cell.query}`);
      mark.current.style.setProperty('--at-key', `${cell.keyed}`);
    };
    place();
    return focus.listen(place);
  }, [focus, pane, tokens, locked, shared]);

  return (
    <div ref={mark} className="crosshair" data-locked={locked ? true : undefined} hidden>
      <div className="crosshair-lines">
        <i className="crosshair-query" />
        <i className="crosshair-key" />
      </div>
      <i className="crosshair-cell" />
    </div>
  );
});
