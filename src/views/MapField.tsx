/** The square of a large map: its picture, its crosshair, and the pointer and the keys that work on it. */
import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  memo,
  type RefObject,
  useMemo,
  useRef,
} from 'react';
import { type CellName, cellAt, type HeadName, partOf, partWith, sameZoom, type Zoom, zoomOf } from '#share';
import type { Answer, AnswerPicture } from '#state';
import { Crosshair } from './Crosshair.tsx';
import { cellIn } from './cell.ts';
import type { Side } from './difference.ts';
import { MapPicture, partStyle } from './MapPicture.tsx';
import type { Scene } from './scene.ts';
import { step, stepFar } from './steps.ts';
import { useGestures } from './use-gestures.ts';
import { useLatest } from './use-latest.ts';
import type { MeasuredRoom } from './use-room.ts';
import { spotAt, useWheel } from './use-wheel.ts';
import { partOnKey } from './zoom-keys.ts';
import './map-field.css';

interface MapFieldProps {
  readonly scene: Scene;
  readonly pane: number;
  readonly answer: Answer;
  readonly head: HeadName;
  /** What is taken away; null draws the head alone, and undefined keeps what is drawn. */
  readonly minus: Side | null | undefined;
  /** The weight of the last colour. */
  readonly limit: number;
  /** In words, with the keys that work. */
  readonly label: string;
  readonly field: RefObject<HTMLDivElement | null>;
  /** Of the field; null until it is laid out. */
  readonly room: MeasuredRoom | null;
}

export const MapField = memo(function MapField(props: MapFieldProps) {
  const { scene, pane, answer, head, minus, limit, field, room } = props;
  const { focus, locked, shared, zoom, scale, palette } = scene;
  const tokens = answer.report.T;
  const part = useMemo(() => partOf(zoom, tokens), [zoom, tokens]);
  const side = room ? Math.round(room.width * room.ratio) : 0;
  const drawn = useMemo(
    () => ({ tile: tileOf(head, minus, limit), side, scale, palette }),
    [head, minus, limit, side, scale, palette],
  );
  const whole = useMemo(() => requestOf(drawn, partOf(null, tokens)), [drawn, tokens]);
  const detail = useMemo(() => requestOf(drawn, part), [drawn, part]);
  const zoomed = zoomOf(part, tokens) !== null;

  const cell = () => cellIn({ pane, tokens, locked, shared }, focus.get());
  const show = useLatest((next: Zoom) => {
    if (!sameZoom(next, part)) scene.onSpec({ zoom: zoomOf(next, tokens) });
  });
  const point = (next: CellName | null) => focus.set(next && { pane, ...next });
  const lock = (next: CellName) => {
    point(next);
    scene.onSpec({ cell: next });
  };
  /** The cell stays in focus, no longer locked. */
  const unlock = (was: CellName) => {
    point(was);
    scene.onSpec({ cell: null });
  };
  const shown = { part, tokens, onPart: show };
  const gestures = useGestures(field, shown);
  useWheel(field, shown);

  /** What a double click finds locked, since its first click has changed that. */
  const before = useRef<CellName | null>(null);
  const click = (event: MouseEvent<HTMLElement>) => {
    if (event.detail > 1) return;
    before.current = locked;
    if (gestures.dragged()) return;
    const next = cellAt(part, spotAt(event.currentTarget, event));
    if (locked?.query === next.query && locked.keyed === next.keyed) unlock(next);
    else lock(next);
  };
  const showAll = () => {
    if (zoomed) scene.onSpec({ zoom: null, cell: before.current });
  };

  const press = (event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey || event.metaKey) return;
    const now = cell();
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      if (now && locked) unlock(now);
      else lock(now ?? { query: part.queries[1] - 1, keyed: part.keys[0] });
      return;
    }
    const zoomed = event.ctrlKey ? null : partOnKey(event.key, part, now, tokens);
    if (zoomed) {
      event.preventDefault();
      show(zoomed);
      return;
    }
    const extent = { rows: tokens, columns: tokens };
    const place = { row: now?.query ?? part.queries[1] - 1, column: now?.keyed ?? part.keys[0] };
    const next = event.ctrlKey ? stepFar(event.key, extent) : step(event.key, place, extent);
    if (!next) return;
    event.preventDefault();
    const moved = { query: next.row, keyed: next.column };
    if (locked) lock(moved);
    else point(moved);
    show(partWith(part, moved));
  };

  return (
    <div
      ref={field}
      className="map-field"
      role="application"
      aria-label={props.label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the keys
      tabIndex={0}
      data-locked={locked ? true : undefined}
      data-zoomed={zoomed || undefined}
      style={partStyle(part, 'shown') as CSSProperties}
      onPointerDown={gestures.onPointerDown}
      onPointerMove={(event) => {
        const busy = gestures.onPointerMove(event);
        if (busy || locked || event.pointerType === 'touch') return;
        point(cellAt(part, spotAt(event.currentTarget, event)));
      }}
      onPointerUp={gestures.onPointerUp}
      onPointerCancel={gestures.onPointerUp}
      onPointerLeave={(event) => {
        if (!locked && !event.currentTarget.matches(':focus')) point(null);
      }}
      onClick={click}
      onDoubleClick={showAll}
      onKeyDown={press}
    >
      <div className="map-sheets">
        <MapPicture
          key={`${head.layer} ${head.head}`}
          draw={scene.draw}
          serial={answer.serial}
          whole={whole}
          detail={detail}
          zoomed={zoomed}
        />
      </div>
      <Crosshair focus={focus} pane={pane} tokens={tokens} locked={locked} shared={shared} />
    </div>
  );
});

type DrawnTile = Pick<AnswerPicture['tiles'][number], 'layer' | 'head' | 'limit' | 'minus'>;

function tileOf(head: HeadName, minus: Side | null | undefined, limit: number): DrawnTile | null {
  if (minus === undefined) return null;
  const { layer, head: number } = head;
  const tile = { layer, head: number, limit };
  return minus ? { ...tile, minus: { serial: minus.answer.serial, ...minus.head } } : tile;
}

interface Drawn extends Pick<AnswerPicture, 'scale' | 'palette'> {
  readonly tile: DrawnTile | null;
  /** Device pixels. */
  readonly side: number;
}

function requestOf({ tile, side, scale, palette }: Drawn, { queries, keys }: Zoom): AnswerPicture | null {
  if (side <= 0 || !tile) return null;
  const tiles = [{ ...tile, left: 0, top: 0, width: side, height: side, queries, keys }];
  return { width: side, height: side, scale, palette, tiles };
}
