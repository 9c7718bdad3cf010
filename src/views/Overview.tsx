/** All heads of one model as small maps: one picture, with a button over each head. */
import { type CSSProperties, memo, type ReactNode, useMemo } from 'react';
import type { Palette, PictureRequest } from '#attention';
import type { HeadName, Spec } from '#share';
import type { Answer } from '#state';
import { type Atlas, labelStride, layAtlas, tilesOf } from './atlas.ts';
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
  readonly layers: number;
  readonly heads: number;
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
/** Below this many CSS pixels a map can no longer be pointed at, so the overview scrolls; the navigator may go lower. */
const LEAST_PITCH = 20;
const LEAST_NAVIGATOR_PITCH = 9;

export const Overview = memo(function Overview(props: OverviewProps) {
  const words = useWords();
  const { title, answer, layers, heads, open, hover } = props;
  const [element, room] = useRoom<HTMLDivElement>();
  const least = open ? LEAST_NAVIGATOR_PITCH : LEAST_PITCH;
  const atlas = useMemo(
    () =>
      room &&
      layAtlas(
        { width: room.width - ROW_LABELS, height: room.height - COLUMN_LABELS },
        layers,
        heads,
        room.ratio,
        least,
      ),
    [room, layers, heads, least],
  );
  const request = useRequest(props, atlas);

  return (
    <div
      ref={element}
      className="overview"
      data-navigator={open ? true : undefined}
      style={{ '--layers': layers, '--heads': heads } as CSSProperties}
    >
      {atlas && (
        <div className="atlas" style={atlasStyle(atlas)}>
          <Labels letter="H" count={heads} pitch={atlas.pitch / atlas.ratio} size={22} />
          <Labels letter="L" count={layers} pitch={atlas.pitch / atlas.ratio} size={13} />
          <div className="atlas-maps">
            {answer && request ? (
              <>
                <Picture draw={props.draw} serial={answer.serial} request={request} />
                <HeadGrid
                  label={words.headsOf(title, layers, heads)}
                  answer={answer}
                  open={open}
                  onHover={props.onHover}
                  onOpen={props.onOpen}
                />
              </>
            ) : (
              <div className="skeleton" />
            )}
            {open && answer && <Outline className="outline-open" head={open} />}
            {hover && answer && <Outline className="outline-hover" head={hover} />}
          </div>
        </div>
      )}
    </div>
  );
});

function useRequest(
  { answer, scale, range, palette }: OverviewProps,
  atlas: Atlas | null,
): PictureRequest | null {
  return useMemo(() => {
    if (!answer || !atlas) return null;
    const limitOf = (layer: number, head: number) => limitOfHead(answer, range, { layer, head });
    const { width, height } = atlas;
    return { width, height, scale, palette, tiles: tilesOf(atlas, answer.report.T, limitOf) };
  }, [answer, atlas, scale, range, palette]);
}

function atlasStyle({ pitch, gap, ratio }: Atlas): CSSProperties {
  return { '--pitch': `${pitch / ratio}px`, '--gap': `${gap / ratio}px` } as CSSProperties;
}

interface LabelsProps {
  readonly letter: 'L' | 'H';
  readonly count: number;
  readonly pitch: number;
  /** CSS pixels along the axis that a label needs. */
  readonly size: number;
}

/** The buttons say the same in words. */
const Labels = memo(function Labels({ letter, count, pitch, size }: LabelsProps): ReactNode {
  const stride = labelStride(pitch, size);
  return (
    <div className="atlas-labels" data-axis={letter} aria-hidden="true">
      {Array.from({ length: Math.ceil(count / stride) }, (_, step) => step * stride).map((index) => (
        <span key={index} style={{ '--at': index } as CSSProperties}>
          {letter}
          {index}
        </span>
      ))}
    </div>
  );
});

function Outline({ className, head: { layer, head } }: { className: string; head: HeadName }) {
  return <div className={className} style={{ '--layer': layer, '--head': head } as CSSProperties} />;
}
