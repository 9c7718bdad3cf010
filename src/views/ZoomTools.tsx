/** Buttons that zoom, and a small triangle that tells which part of the map is shown and takes back to all of it. */
import { memo } from 'react';
import { FEWEST_CELLS, type Zoom, zoomOf } from '#share';
import { useWords } from './use-words.ts';
import type { ZoomStep } from './zoom-keys.ts';
import './zoom-tools.css';

interface ZoomToolsProps {
  readonly part: Zoom;
  readonly tokens: number;
  onStep(step: ZoomStep): void;
}

/** CSS pixels of the triangle's side. */
const SIDE = 28;

export const ZoomTools = memo(function ZoomTools({ part, tokens, onStep }: ZoomToolsProps) {
  const words = useWords();
  const all = zoomOf(part, tokens) === null;
  const closest = [part.queries, part.keys].every(([from, to]) => to - from <= FEWEST_CELLS);
  const at = (index: number) => (index / tokens) * SIDE;
  const size = ([from, to]: readonly [number, number]) => Math.max(3, at(to - from));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would announce a form
    <div className="zoom-tools" role="group" aria-label={words.zoom}>
      <button
        type="button"
        className="quiet"
        aria-label={words.zoomIn}
        title={words.zoomIn}
        disabled={closest}
        onClick={() => onStep('in')}
      >
        +
      </button>
      <button
        type="button"
        className="quiet"
        aria-label={words.zoomOut}
        title={words.zoomOut}
        disabled={all}
        onClick={() => onStep('out')}
      >
        −
      </button>
      {!all && (
        <button
          type="button"
          className="quiet minimap"
          aria-label={words.showAll}
          title={words.showAll}
          onClick={() => onStep('all')}
        >
          <svg
            viewBox={`-1 -1 ${SIDE + 2} ${SIDE + 2}`}
            width={SIDE + 2}
            height={SIDE + 2}
            aria-hidden="true"
          >
            <path d={`M0 0L${SIDE} ${SIDE}H0Z`} />
            <rect
              x={at(part.keys[0])}
              y={at(part.queries[0])}
              width={size(part.keys)}
              height={size(part.queries)}
            />
          </svg>
        </button>
      )}
    </div>
  );
});
