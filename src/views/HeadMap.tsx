/** One head's map, large: tokens on both axes, its sums along the edges, and the weight of the cell in focus. */
import { memo, type RefObject, useMemo } from 'react';
import { type CellName, type HeadName, partOf, zoomOf } from '#share';
import type { Answer } from '#state';
import { Axis } from './Axis.tsx';
import { tallest } from './bars.ts';
import { cellIn } from './cell.ts';
import { exportHead } from './export-head.ts';
import { KeyBars } from './KeyBars.tsx';
import { Legend } from './Legend.tsx';
import { limitOfHead } from './limits.ts';
import { MapCaption } from './MapCaption.tsx';
import { MapField } from './MapField.tsx';
import { Readout } from './Readout.tsx';
import { RowSums } from './RowSums.tsx';
import { RowTable } from './RowTable.tsx';
import type { Scene } from './scene.ts';
import { useCell } from './use-cell.ts';
import { useEdges } from './use-edges.ts';
import { useLatest } from './use-latest.ts';
import { useRoom } from './use-room.ts';
import { useRow } from './use-row.ts';
import { useWords } from './use-words.ts';
import { ZoomTools } from './ZoomTools.tsx';
import { partAfterStep, type ZoomStep } from './zoom-keys.ts';
import './head-map.css';

interface HeadMapProps {
  readonly scene: Scene;
  readonly pane: number;
  readonly answer: Answer;
  readonly open: HeadName;
  /** Pointed at in a navigator: its numbers are shown in place of this head's. */
  readonly hover: HeadName | null;
  /** Null where heads cannot be pinned. */
  readonly pinned: boolean | null;
  readonly field: RefObject<HTMLDivElement | null>;
  onPin(): void;
  onClose(): void;
}

/** Keys that have a name because the query in focus gives them most. */
const NAMED = 4;

export const HeadMap = memo(function HeadMap(props: HeadMapProps) {
  const { scene, pane, answer, open, field } = props;
  const { focus, locked, shared, zoom, scale, range, palette } = scene;
  const words = useWords();
  const { pieces, report, serial } = answer;
  const tokens = report.T;
  const place = { pane, tokens, locked, shared };
  const cell = useCell(focus, place);
  const [, room] = useRoom(field);
  const length = room?.width ?? 0;
  const part = useMemo(() => partOf(zoom, tokens), [zoom, tokens]);
  const row = useRow(scene.readRow, serial, open.layer, open.head, cell?.query ?? null);
  const edges = useEdges(scene.readEdges, serial, open);
  const named = useMemo(() => (row ? tallest(row, part.keys, NAMED) : []), [row, part]);
  const limit = limitOfHead(answer, range, open);

  const exported = useLatest(() => {
    const { theme, draw, readRow } = scene;
    return exportHead({ words, answer, head: open, ...part, scale, limit, palette, theme, draw, readRow });
  });

  const point = (change: Partial<CellName> | null) => {
    if (locked) return;
    const now = cellIn(place, focus.get()) ?? { query: part.queries[1] - 1, keyed: part.keys[0] };
    focus.set(change && { pane, query: now.query, keyed: now.keyed, ...change });
  };
  const pointQuery = useLatest((query: number | null) => point(query === null ? null : { query }));
  const pointKey = useLatest((keyed: number | null) => point(keyed === null ? null : { keyed }));
  const step = useLatest((by: ZoomStep) => {
    const next = partAfterStep(by, part, cellIn(place, focus.get()), tokens);
    scene.onSpec({ zoom: zoomOf(next, tokens) });
  });
  const tools = useMemo(() => <ZoomTools part={part} tokens={tokens} onStep={step} />, [part, tokens, step]);

  return (
    <figure className="head-map" aria-label={words.layerHead(open.layer, open.head)}>
      <MapCaption
        answer={answer}
        open={open}
        hover={props.hover}
        pinned={props.pinned}
        exported={scene.tools ? exported : null}
        onPin={props.onPin}
        onClose={props.onClose}
      />
      <div className="map-room">
        <div className="map-frame">
          <Axis
            axis="queries"
            pieces={pieces}
            span={part.queries}
            length={length}
            focused={cell?.query ?? null}
            named={NONE}
          />
          <MapField
            scene={scene}
            pane={pane}
            answer={answer}
            head={open}
            limit={limit}
            label={words.mapName(open.layer, open.head, tokens)}
            field={field}
            room={room}
          />
          <RowSums
            sums={edges.shown?.rowSums ?? null}
            signed={false}
            span={part.queries}
            length={length}
            focused={cell?.query ?? null}
            onPoint={pointQuery}
          >
            {tools}
          </RowSums>
          <KeyBars
            means={edges.shown?.columnMeans ?? null}
            row={row}
            scale={scale}
            limit={limit}
            signed={false}
            span={part.keys}
            length={length}
            focused={cell?.keyed ?? null}
            onPoint={pointKey}
          />
          <Axis
            axis="keys"
            pieces={pieces}
            span={part.keys}
            length={length}
            focused={cell?.keyed ?? null}
            named={named}
          />
        </div>
      </div>
      <div className="map-foot">
        <Readout pieces={pieces} cell={cell} row={row} edges={edges.present} />
        <RowTable pieces={pieces} query={cell?.query ?? null} row={row} edges={edges.present} open={open} />
        {range !== 'one' && (
          <Legend scale={scale} range={range} limit={limit} palette={palette} named={true} />
        )}
      </div>
    </figure>
  );
});

const NONE: readonly number[] = [];
