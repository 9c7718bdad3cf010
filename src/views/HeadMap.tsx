/** One head's map, large: tokens on both axes, its sums along the edges, and the weight of the cell in focus. */
import { memo, type RefObject, useMemo } from 'react';
import { type CellName, type HeadName, partOf, type Spec, zoomOf } from '#share';
import type { Answer, PaneRun } from '#state';
import { Axis } from './Axis.tsx';
import { tallest } from './bars.ts';
import { cellIn } from './cell.ts';
import { DifferenceLegend } from './DifferenceLegend.tsx';
import { ExportMenu } from './ExportMenu.tsx';
import { exportHead } from './export-head.ts';
import { KeyBars } from './KeyBars.tsx';
import { Legend } from './Legend.tsx';
import { limitOfHead } from './limits.ts';
import { MapCaption } from './MapCaption.tsx';
import { MapField } from './MapField.tsx';
import { MinusMenu } from './MinusMenu.tsx';
import { Readout } from './Readout.tsx';
import { RowSums } from './RowSums.tsx';
import { RowTable } from './RowTable.tsx';
import { headLabel } from './say.ts';
import type { Scene } from './scene.ts';
import { useCell } from './use-cell.ts';
import { useDifference } from './use-difference.ts';
import { useLatest } from './use-latest.ts';
import { useLines } from './use-lines.ts';
import { useRoom } from './use-room.ts';
import { useWords } from './use-words.ts';
import { ZoomTools } from './ZoomTools.tsx';
import { partAfterStep, type ZoomStep } from './zoom-keys.ts';
import './head-map.css';

interface HeadMapProps {
  readonly scene: Scene;
  readonly pane: number;
  readonly run: PaneRun;
  readonly answer: Answer;
  readonly open: HeadName;
  readonly minus: Spec['minus'];
  /** The other pane, if there are two, and the title of its model. */
  readonly next: PaneRun | null;
  readonly nextTitle: string | null;
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
  const { scene, pane, run, answer, open, minus, next, field } = props;
  const { focus, locked, shared, zoom, scale, range, palette } = scene;
  const words = useWords();
  const { pieces, report } = answer;
  const tokens = report.T;
  const place = { pane, tokens, locked, shared };
  const cell = useCell(focus, place);
  const [, room] = useRoom(field);
  const length = room?.width ?? 0;
  const part = useMemo(() => partOf(zoom, tokens), [zoom, tokens]);
  const { other, coming, why } = useDifference(minus, open, run, next);
  const different = other !== null;
  const { row, otherRow, edges, drawn } = useLines(scene, answer, open, other, cell?.query ?? null);
  const named = useMemo(() => (drawn.row ? tallest(drawn.row, part.keys, NAMED) : NONE), [drawn.row, part]);
  const limit = Math.max(
    limitOfHead(answer, range, open),
    other ? limitOfHead(other.answer, range, other.head) : 0,
  );

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
  const subtract = useLatest((next: Spec['minus']) => scene.onSpec({ minus: next }));
  const tools = useMemo(() => <ZoomTools part={part} tokens={tokens} onStep={step} />, [part, tokens, step]);

  const head = words.layerHead(open.layer, open.head);
  const name = other
    ? words.headMinus(
        head,
        words.headOf(headLabel(other.head.layer, other.head.head), other.answer.card.title),
      )
    : head;

  return (
    <figure className="head-map" aria-label={name}>
      <MapCaption
        answer={answer}
        open={open}
        hover={props.hover}
        pinned={props.pinned}
        onPin={props.onPin}
        onClose={props.onClose}
      >
        {scene.tools && (
          <MinusMenu
            minus={minus}
            layers={answer.card.layers}
            heads={answer.card.heads}
            other={props.nextTitle}
            onMinus={subtract}
          />
        )}
      </MapCaption>
      {why && (
        <p className="minus-why" role="status">
          {words.cannotSubtract[why]}
        </p>
      )}
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
            minus={coming ? undefined : other}
            limit={limit}
            label={words.mapName(open.layer, open.head, tokens)}
            field={field}
            room={room}
          />
          <RowSums
            sums={drawn.sums}
            signed={different}
            span={part.queries}
            length={length}
            focused={cell?.query ?? null}
            onPoint={pointQuery}
          >
            {tools}
          </RowSums>
          <KeyBars
            means={drawn.means}
            row={drawn.row}
            scale={scale}
            limit={limit}
            signed={different}
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
        <Readout
          pieces={pieces}
          cell={cell}
          row={row}
          edges={edges}
          different={different}
          otherRow={otherRow}
        />
        <div className="map-takeaways">
          <RowTable
            pieces={pieces}
            query={cell?.query ?? null}
            row={row}
            edges={edges}
            otherRow={otherRow}
            open={open}
          />
          {scene.tools && !different && (
            <ExportMenu title={words.export.figure} disabled={false} exported={exported} />
          )}
        </div>
        {different && <DifferenceLegend scale={scale} limit={limit} palette={palette} />}
        {!different && range !== 'one' && (
          <Legend scale={scale} range={range} limit={limit} palette={palette} named={true} />
        )}
      </div>
    </figure>
  );
});

const NONE: readonly number[] = [];
