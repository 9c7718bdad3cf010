/** One head's map, large: tokens on both axes, a crosshair, and the weight of the cell in focus. */
import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  memo,
  type Ref,
  useMemo,
  useState,
} from 'react';
import type { Palette, PictureRequest } from '#attention';
import type { HeadName, Spec } from '#share';
import type { Answer } from '#state';
import { Axis } from './Axis.tsx';
import type { CellFocus } from './cell.ts';
import { factsOf } from './facts.ts';
import { HeadSummary } from './HeadSummary.tsx';
import { Legend } from './Legend.tsx';
import { limitOfHead } from './limits.ts';
import { type Draw, Picture } from './Picture.tsx';
import { Readout } from './Readout.tsx';
import { RowTable } from './RowTable.tsx';
import { headLabel } from './say.ts';
import { step, stepFar } from './steps.ts';
import { useRoom } from './use-room.ts';
import { type ReadRow, useRow } from './use-row.ts';
import { useWords } from './use-words.ts';
import './head-map.css';

interface HeadMapProps {
  readonly answer: Answer;
  readonly open: HeadName;
  /** Pointed at in a navigator: its numbers are shown in place of this head's. */
  readonly hover: HeadName | null;
  readonly cell: CellFocus | null;
  readonly scale: Spec['scale'];
  readonly range: Spec['range'];
  readonly palette: Palette;
  readonly field: Ref<HTMLDivElement>;
  onCell(cell: CellFocus | null): void;
  onClose(): void;
  readonly draw: Draw;
  readonly readRow: ReadRow;
}

/** CSS pixels that the labels along an edge take. */
const AXIS = 68;

export const HeadMap = memo(function HeadMap(props: HeadMapProps) {
  const { answer, open, scale, range, palette, onCell } = props;
  const words = useWords();
  const told = props.hover ?? open;
  const tokens = answer.report.T;
  const cell = props.cell && Math.max(props.cell.query, props.cell.keyed) < tokens ? props.cell : null;
  const [focused, setFocused] = useState(false);
  const [element, room] = useRoom<HTMLDivElement>();
  const side = room ? Math.max(0, Math.floor((Math.min(room.width, room.height) - AXIS) * room.ratio)) : 0;
  const row = useRow(props.readRow, answer.serial, open.layer, open.head, cell?.query ?? null);
  const limit = limitOfHead(answer, range, open);
  const request = useMemo(
    () => (side > 0 ? requestOf(open, tokens, side, limit, scale, palette) : null),
    [open, tokens, side, limit, scale, palette],
  );

  const point = (event: MouseEvent<HTMLElement>, locked: boolean) => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    const index = (share: number) => Math.min(Math.max(Math.floor(share * tokens), 0), tokens - 1);
    const query = index((event.clientY - top) / height);
    const keyed = index((event.clientX - left) / width);
    const same = cell?.query === query && cell.keyed === keyed;
    if (!same || cell.locked !== locked) onCell({ query, keyed, locked });
    else if (locked) onCell({ query, keyed, locked: false });
  };

  const move = (event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey || event.metaKey) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      onCell(cell ? { ...cell, locked: !cell.locked } : { query: tokens - 1, keyed: 0, locked: true });
      return;
    }
    const extent = { rows: tokens, columns: tokens };
    const place = { row: cell?.query ?? tokens - 1, column: cell?.keyed ?? 0 };
    const next = event.ctrlKey ? stepFar(event.key, extent) : step(event.key, place, extent);
    if (!next) return;
    event.preventDefault();
    onCell({ query: next.row, keyed: next.column, locked: cell?.locked ?? false });
  };

  const px = side / (room?.ratio ?? 1);
  return (
    <figure className="head-map" aria-label={words.layerHead(open.layer, open.head)}>
      <figcaption>
        <h3>{headLabel(open.layer, open.head)}</h3>
        <HeadSummary
          facts={factsOf(answer, told.layer, told.head)}
          other={told.layer !== open.layer || told.head !== open.head}
        />
        <button type="button" className="quiet close" onClick={props.onClose}>
          <span aria-hidden="true">✕ </span>
          {words.allHeads}
        </button>
      </figcaption>
      <div className="map-room" ref={element}>
        <div className="map-frame" style={{ '--side': `${px}px` } as CSSProperties}>
          <Axis axis="queries" pieces={answer.pieces} pitch={px / tokens} focused={cell?.query ?? null} />
          <div
            ref={props.field}
            className="map-field"
            role="application"
            aria-label={words.mapName(open.layer, open.head, tokens)}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the keys
            tabIndex={0}
            data-locked={cell?.locked || undefined}
            onPointerMove={(event) => !cell?.locked && event.pointerType !== 'touch' && point(event, false)}
            onPointerLeave={() => cell && !cell.locked && !focused && onCell(null)}
            onClick={(event) => point(event, true)}
            onFocus={() => setFocused(true)}
            onBlur={() => setFocused(false)}
            onKeyDown={move}
          >
            {request && (
              <Picture
                key={headLabel(open.layer, open.head)}
                draw={props.draw}
                serial={answer.serial}
                request={request}
              />
            )}
            {cell && <Crosshair cell={cell} tokens={tokens} />}
          </div>
          <Axis axis="keys" pieces={answer.pieces} pitch={px / tokens} focused={cell?.keyed ?? null} />
        </div>
      </div>
      <div className="map-foot">
        <Readout pieces={answer.pieces} cell={cell} row={row} />
        <RowTable pieces={answer.pieces} query={cell?.query ?? null} row={row} open={open} />
        {range !== 'one' && (
          <Legend scale={scale} range={range} limit={limit} palette={palette} named={false} />
        )}
      </div>
    </figure>
  );
});

function requestOf(
  { layer, head }: HeadName,
  tokens: number,
  side: number,
  limit: number,
  scale: Spec['scale'],
  palette: Palette,
): PictureRequest {
  const all = [0, tokens] as const;
  const tile = { layer, head, left: 0, top: 0, width: side, height: side, queries: all, keys: all, limit };
  return { width: side, height: side, scale, palette, tiles: [tile] };
}

function Crosshair({ cell, tokens }: { readonly cell: CellFocus; readonly tokens: number }) {
  const style = {
    '--query-at': cell.query / tokens,
    '--key-at': cell.keyed / tokens,
    '--cell': 1 / tokens,
  };
  return (
    <div className="crosshair" style={style as CSSProperties} data-locked={cell.locked || undefined}>
      <i className="crosshair-query" />
      <i className="crosshair-key" />
      <i className="crosshair-cell" />
    </div>
  );
}
