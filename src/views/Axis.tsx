/** The tokens along one edge of the map: as many as fit, the focused one always. */
import { type CSSProperties, memo } from 'react';
import type { Answer } from '#state';
import { labelsThatFit } from './labels.ts';
import { useWords } from './use-words.ts';
import './axis.css';

interface AxisProps {
  readonly axis: 'queries' | 'keys';
  readonly pieces: Answer['pieces'];
  /** CSS pixels from one token to the next. */
  readonly pitch: number;
  readonly focused: number | null;
}

/** CSS pixels across a label. */
const LABEL = 13;

export const Axis = memo(function Axis({ axis, pieces, pitch, focused }: AxisProps) {
  const words = useWords();
  return (
    <div className="axis" data-axis={axis} aria-hidden="true">
      <b>{words[axis]}</b>
      {labelsThatFit(pieces.length, pitch, LABEL, focused).map((label) => (
        <span
          key={label.index}
          data-focused={label.focused || undefined}
          title={`${label.index}: ${pieces[label.index].text}`}
          style={{ '--at': (label.index + 0.5) / pieces.length } as CSSProperties}
        >
          {pieces[label.index].visible}
        </span>
      ))}
    </div>
  );
});
