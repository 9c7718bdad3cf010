/** What each key gets, under the map and on its colours' scale: from the query in focus, and on average. */
import { memo, type PointerEvent, useMemo } from 'react';
import { placeOf, type Scale } from '#attention';
import type { Span } from '#share';
import { type Across, barsPath, stepsPath } from './bars.ts';
import { limitText } from './numbers.ts';
import { spotAt } from './use-wheel.ts';
import { useWords } from './use-words.ts';
import './edges.css';

interface KeyBarsProps {
  /** [T] mean over all queries; null while they are being read. */
  readonly means: Float32Array | null;
  /** [T] weights of the query in focus; null without one and while they are being read. */
  readonly row: Float32Array | null;
  readonly scale: Scale;
  /** The weight as high as the strip, that of the last colour. */
  readonly limit: number;
  /** Differences run from −limit to limit. */
  readonly signed: boolean;
  readonly span: Span;
  /** CSS pixels along the map. */
  readonly length: number;
  readonly focused: number | null;
  onPoint(key: number | null): void;
}

/** CSS pixels across the strip: `edges.css` has the same. */
const THICK = 40;

export const KeyBars = memo(function KeyBars(props: KeyBarsProps) {
  const { means, row, scale, limit, signed, span, length, focused, onPoint } = props;
  const words = useWords();
  const across = useMemo(() => acrossOf(scale, limit, signed), [scale, limit, signed]);
  const mean = useMemo(() => {
    if (!means || length === 0) return null;
    const strip = { values: means, span, length, thick: THICK };
    return { area: stepsPath(strip, across, 'up', true), line: stepsPath(strip, across, 'up', false) };
  }, [means, across, span, length]);
  const bars = useMemo(
    () =>
      row && length > 0
        ? barsPath({ values: row, span, length, thick: THICK }, across, 'up', span)
        : undefined,
    [row, across, span, length],
  );
  const pitch = length / (span[1] - span[0]);

  const point = (event: PointerEvent) => {
    if (event.pointerType === 'touch') return;
    const { keyed } = spotAt(event.currentTarget, event);
    const index = Math.floor(span[0] + keyed * (span[1] - span[0]));
    onPoint(Math.min(Math.max(index, span[0]), span[1] - 1));
  };

  return (
    <>
      <div className="key-bars-scale" aria-hidden="true">
        <span>{limitText(limit)}</span>
        <b data-of="query">{words.query}</b>
        <b data-of="mean">{words.meanOfAll}</b>
        <span>{signed ? `−${limitText(limit)}` : '0'}</span>
      </div>
      <div
        className="key-bars"
        aria-hidden="true"
        title={words.keyBarsHint}
        onPointerMove={point}
        onPointerLeave={() => onPoint(null)}
      >
        {length > 0 && (
          <svg viewBox={`0 0 ${length} ${THICK}`} width={length} height={THICK} aria-hidden="true">
            <path className="edge-area" d={mean?.area} />
            <path className="edge-query" d={bars} />
            <path className="edge-line" d={mean?.line} />
            {focused !== null && focused >= span[0] && focused < span[1] && (
              <rect
                className="edge-key"
                x={(focused - span[0]) * pitch}
                width={Math.max(1, pitch)}
                y={0}
                height={THICK}
              />
            )}
          </svg>
        )}
      </div>
    </>
  );
});

function acrossOf(scale: Scale, limit: number, signed: boolean): Across {
  const place = (weight: number) => (weight > 0 ? placeOf(scale, weight / limit) : 0);
  if (!signed) return { base: 0, place };
  return {
    base: 0.5,
    place: (value) => 0.5 + (Math.sign(value) * place(Math.abs(value))) / 2,
  };
}
