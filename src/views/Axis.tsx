/** The tokens along one edge of the map: as many as fit, the focused one and the named ones before others. */
import { type CSSProperties, memo, useMemo } from 'react';
import type { Span } from '#share';
import type { Answer } from '#state';
import { labelsApart, labelsThatFit, touches } from './labels.ts';
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

/** What comes and goes with the pointer lies apart: the plain labels are covered by it, never laid out anew. */
export const Axis = memo(function Axis({ axis, pieces, span, length, focused, named }: AxisProps) {
  const words = useWords();
  const pitch = length / (span[1] - span[0]);
  const plain = useMemo(() => labelsThatFit(span, pitch, LABEL), [span, pitch]);
  const wanted = labelsApart(focused === null ? named : [focused, ...named], span, pitch, LABEL);
  return (
    <div className="axis" data-axis={axis} aria-hidden="true">
      <b>{words[axis]}</b>
      <div>
        {plain.map((index) => (
          <Label
            key={index}
            piece={pieces[index]}
            index={index}
            span={span}
            kind={touches(index, wanted, pitch, LABEL) ? 'covered' : 'plain'}
          />
        ))}
      </div>
      <div>
        {wanted.map((index) => (
          <Label
            key={index}
            piece={pieces[index]}
            index={index}
            span={span}
            kind={index === focused ? 'focused' : 'named'}
          />
        ))}
      </div>
    </div>
  );
});

interface LabelProps {
  readonly piece: Answer['pieces'][number];
  readonly index: number;
  readonly span: Span;
  readonly kind: 'plain' | 'covered' | 'focused' | 'named';
}

const Label = memo(function Label({ piece, index, span: [from, to], kind }: LabelProps) {
  return (
    <span
      data-focused={kind === 'focused' || undefined}
      data-named={kind === 'named' || undefined}
      data-covered={kind === 'covered' || undefined}
      title={`${index}: ${piece.text}`}
      style={{ '--at': (index + 0.5 - from) / (to - from) } as CSSProperties}
    >
      {piece.visible}
    </span>
  );
});
