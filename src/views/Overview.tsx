/** All heads of one model as small maps in one picture, or as cells coloured by a metric, with a button over each. */
import { type CSSProperties, memo, type ReactNode, useMemo } from 'react';
import type { Palette, PictureRequest } from '#attention';
import type { HeadName, Spec } from '#share';
import type { Answer } from '#state';
import type { Arrangement, Shape } from './arrange.ts';
import { type Atlas, labelStride, layArrangement, type Placed, placesOf, tilesOf } from './atlas.ts';
import { HeadGrid } from './HeadGrid.tsx';
import { limitOfHead } from './limits.ts';
import { type Draw, Picture } from './Picture.tsx';
import { useRoom } from './use-room.ts';
import { useWords } from './use-words.ts';
import './flags.css';
import './overview.css';

interface OverviewProps {
  /** The model's title, for the name of the group. */
  readonly title: string;
  readonly answer: Answer | null;
  /** Of the answer, or of the card while there is none. */
  readonly shape: Shape;
  readonly arrangement: Arrangement;
  readonly show: Spec['show'];
  /** The value of the last colour, where a metric is shown. */
  readonly limit: number;
  readonly scale: Spec['scale'];
  readonly range: Spec['range'];
  readonly palette: Palette;
  readonly open: HeadName | null;
  /** Outlined; may have been pointed at in the other pane. */
  readonly hover: HeadName | null;
  onHover(head: HeadName | null): void;
  onOpen(head: HeadName): void;
  readonly draw: Draw;
}

/** CSS pixels taken by the row labels and by the column labels. */
const ROW_LABELS = 26;
const COLUMN_LABELS = 16;
/**
 * CSS pixels below which a map can no longer be pointed at, so that the overview scrolls: with a mouse, with a finger,
 * and in the navigator, which may go lower.
 */
const LEAST_PITCH = 14;
const LEAST_TOUCHED_PITCH = 20;
const LEAST_NAVIGATOR_PITCH = 9;
/** CSS pixels of a head that its short name or its value needs. */
const NAMED_PITCH = 40;
const VALUED_PITCH = 34;

export const Overview = memo(function Overview(props: OverviewProps) {
  const words = useWords();
  const { title, answer, shape, arrangement, show, open, hover } = props;
  const { rows } = arrangement;
  const [element, room] = useRoom<HTMLDivElement>();
  const least = open ? LEAST_NAVIGATOR_PITCH : leastPitch();
  const atlas = useMemo(() => {
    if (!room) return null;
    const labels = rows ? { across: ROW_LABELS, down: COLUMN_LABELS } : { across: 0, down: 0 };
    const left = { width: room.width - labels.across, height: room.height - labels.down };
    return layArrangement(arrangement, shape.heads, left, room.ratio, least);
  }, [room, arrangement, rows, shape.heads, least]);
  const columns = atlas?.columns ?? 1;
  const places = useMemo(() => placesOf(arrangement, columns), [arrangement, columns]);
  const request = useRequest(props, atlas, places);
  const pitch = atlas ? atlas.pitch / atlas.ratio : 0;

  return (
    <div
      ref={element}
      className="overview"
      data-navigator={open ? true : undefined}
      style={areaStyle(rows ? rows[1] - rows[0] : shape.layers, shape.heads)}
    >
      {atlas && (
        <div className="atlas" style={atlasStyle(atlas)} data-flow={rows ? undefined : true}>
          {rows && arrangement.heads.length > 0 && (
            <>
              <Labels letter="H" from={0} count={atlas.columns} pitch={pitch} size={22} />
              <Labels letter="L" from={rows[0]} count={atlas.rows} pitch={pitch} size={13} />
            </>
          )}
          <div className="atlas-maps">
            {answer ? (
              <>
                {request && <Picture draw={props.draw} serial={answer.serial} request={request} />}
                <HeadGrid
                  label={words.headsOf(title, shape.layers, shape.heads)}
                  answer={answer}
                  places={places}
                  show={show}
                  limit={props.limit}
                  palette={props.palette}
                  named={!rows && pitch >= NAMED_PITCH}
                  valued={pitch >= VALUED_PITCH}
                  open={open}
                  onHover={props.onHover}
                  onOpen={props.onOpen}
                />
              </>
            ) : (
              <div className="skeleton" />
            )}
            {answer && <Outline className="outline-open" head={open} places={places} />}
            {answer && <Outline className="outline-hover" head={hover} places={places} />}
          </div>
        </div>
      )}
    </div>
  );
});

function leastPitch(): number {
  return window.matchMedia('(pointer: coarse)').matches ? LEAST_TOUCHED_PITCH : LEAST_PITCH;
}

/** Null where there is nothing to draw: no weights are asked for where a metric is shown. */
function useRequest(
  { answer, show, scale, range, palette }: OverviewProps,
  atlas: Atlas | null,
  places: readonly Placed[],
): PictureRequest | null {
  const maps = show === 'maps';
  return useMemo(() => {
    if (!answer || !atlas || !maps || places.length === 0) return null;
    const limitOf = (layer: number, head: number) => limitOfHead(answer, range, { layer, head });
    const { width, height } = atlas;
    return { width, height, scale, palette, tiles: tilesOf(atlas, places, answer.report.T, limitOf) };
  }, [answer, atlas, maps, places, scale, range, palette]);
}

/** What the overview takes on a narrow page: as if every head had its place. */
function areaStyle(rows: number, columns: number): CSSProperties {
  return { '--rows': Math.max(1, rows), '--columns': Math.max(1, columns) } as CSSProperties;
}

function atlasStyle({ rows, columns, pitch, gap, ratio }: Atlas): CSSProperties {
  const size = { '--pitch': `${pitch / ratio}px`, '--gap': `${gap / ratio}px` };
  return { ...size, '--rows': rows, '--columns': columns } as CSSProperties;
}

interface LabelsProps {
  readonly letter: 'L' | 'H';
  /** The number of the first row or column. */
  readonly from: number;
  readonly count: number;
  readonly pitch: number;
  /** CSS pixels along the axis that a label needs. */
  readonly size: number;
}

/** The buttons say the same in words. */
const Labels = memo(function Labels({ letter, from, count, pitch, size }: LabelsProps): ReactNode {
  const stride = labelStride(pitch, size);
  return (
    <div className="atlas-labels" data-axis={letter} aria-hidden="true">
      {Array.from({ length: Math.ceil(count / stride) }, (_, step) => step * stride).map((index) => (
        <span key={index} style={{ '--at': index } as CSSProperties}>
          {letter}
          {from + index}
        </span>
      ))}
    </div>
  );
});

interface OutlineProps {
  readonly className: string;
  readonly head: HeadName | null;
  readonly places: readonly Placed[];
}

/** Nothing round a head that is not shown. */
function Outline({ className, head, places }: OutlineProps) {
  const place = head && places.find((each) => each.layer === head.layer && each.head === head.head);
  if (!place) return null;
  return (
    <div className={className} style={{ '--row': place.row, '--column': place.column } as CSSProperties} />
  );
}
