/** The tokens along one edge of the map: as many as fit, the focused one and the named ones before others. */
import { type CSSProperties, memo } from 'react';
import type { Span } from '#share';
import type { Answer } from '#state';
import { labelsThatFit } from './labels.ts';
import { useWords } from './use-words.ts';
import './axis.css';

interface AxisProps {
  readonly axis: 'queries' | 'keys';
  readonly pieces: Answer['pieces'];
  /** The tokens that are shown. */
  readonly span: Span;
  /** CSS pixels from the first to the last. */
  readonly length: number;
  readonly focused: number | null;
  /** Tokens worth a name, most wanted first. */
  readonly named: readonly number[];
}

/** CSS pixels across a label. */
const LABEL = 13;

export const Axis = memo(function Axis({ axis, pieces, span, length, focused, named }: AxisProps) {
  const words = useWords();
  const [from, to] = span;
  const wanted = focused === null ? named : [focused, ...named];
  return (
    <div className="axis" data-axis={axis} aria-hidden="true">
      <b>{words[axis]}</b>
      {labelsThatFit(span, length / (to - from), LABEL, wanted).map(({ index, wanted }) => (
        <span
          key={index}
          data-focused={index === focused || undefined}
          data-named={(wanted !== null && index !== focused) || undefined}
          title={`${index}: ${pieces[index].text}`}
          style={{ '--at': (index + 0.5 - from) / (to - from) } as CSSProperties}
        >
          {pieces[index].visible}
        </span>
      ))}
    </div>
  );
});
