/** The sum of each query's weights, along the right edge of the map. */
import { max } from 'd3';
import { type PointerEvent, type ReactNode, useMemo } from 'react';
import type { Span } from '#share';
import { type Across, barsPath, stepsPath } from './bars.ts';
import { limitText } from './numbers.ts';
import { spotAt } from './use-wheel.ts';
import { useWords } from './use-words.ts';
import './edges.css';

interface RowSumsProps {
  /** [T]; null while they are being read. */
  readonly sums: Float32Array | null;
  /** Differences of sums run from −1 to 1. */
  readonly signed: boolean;
  readonly span: Span;
  /** CSS pixels along the map. */
  readonly length: number;
  readonly focused: number | null;
  onPoint(query: number | null): void;
  /** In the corner under the strip, beside its scale. */
  readonly children: ReactNode;
}

/** CSS pixels across the strip: `edges.css` has the same. */
const THICK = 36;

export function RowSums(props: RowSumsProps) {
  const { sums, signed, span, length, focused, onPoint, children } = props;
  const words = useWords();
  const most = useMemo(() => Math.max(1, max(sums ?? [], Math.abs) ?? 1), [sums]);
  const paths = useMemo(() => {
    if (!sums || length === 0) return null;
    const strip = { values: sums, span, length, thick: THICK };
    const across = acrossOf(signed, most);
    return {
      area: stepsPath(strip, across, 'right', true),
      line: stepsPath(strip, across, 'right', false),
    };
  }, [sums, signed, most, span, length]);
  const mark = useMemo(() => {
    if (!sums || focused === null || focused < span[0] || focused >= span[1]) return undefined;
    const strip = { values: sums, span, length, thick: THICK };
    return barsPath(strip, acrossOf(signed, most), 'right', [focused, focused + 1]);
  }, [sums, signed, most, span, length, focused]);

  const point = (event: PointerEvent) => {
    if (event.pointerType === 'touch') return;
    const { query } = spotAt(event.currentTarget, event);
    const index = Math.floor(span[0] + query * (span[1] - span[0]));
    onPoint(Math.min(Math.max(index, span[0]), span[1] - 1));
  };

  return (
    <>
      <div
        className="row-sums"
        aria-hidden="true"
        title={words.rowSumsHint}
        onPointerMove={point}
        onPointerLeave={() => onPoint(null)}
      >
        {paths && (
          <svg viewBox={`0 0 ${THICK} ${length}`} width={THICK} height={length} aria-hidden="true">
            <path className="edge-area" d={paths.area} />
            <path className="edge-line" d={paths.line} />
            <path className="edge-query" d={mark} />
          </svg>
        )}
      </div>
      <div className="map-corner">
        <div className="row-sums-scale" aria-hidden="true">
          <span>{signed ? `−${limitText(most)}` : '0'}</span>
          <span>{limitText(most)}</span>
          <b>{words.rowSum}</b>
        </div>
        {children}
      </div>
    </>
  );
}

function acrossOf(signed: boolean, most: number): Across {
  if (signed) return { base: 0.5, place: (value) => 0.5 + value / most / 2 };
  return { base: 0, place: (value) => value / most };
}
