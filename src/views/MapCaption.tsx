/** Over a large map: which head it is, what is known of it, and the buttons that pin and close it. */
import type { ReactNode } from 'react';
import type { HeadName } from '#share';
import type { Answer } from '#state';
import { factsOf } from './facts.ts';
import { HeadSummary } from './HeadSummary.tsx';
import { headLabel } from './say.ts';
import { useWords } from './use-words.ts';

interface MapCaptionProps {
  readonly answer: Answer;
  readonly open: HeadName;
  /** Pointed at in a navigator: its numbers are shown in place of this head's. */
  readonly hover: HeadName | null;
  /** Null where heads cannot be pinned. */
  readonly pinned: boolean | null;
  /** What is chosen to be taken away, after the head's name. */
  readonly children: ReactNode;
  onPin(): void;
  onClose(): void;
}

export function MapCaption(props: MapCaptionProps) {
  const { answer, open, hover, pinned, onPin, onClose } = props;
  const words = useWords();
  const told = hover ?? open;
  return (
    <figcaption>
      <h3>{headLabel(open.layer, open.head)}</h3>
      {props.children}
      <HeadSummary
        facts={factsOf(answer, told.layer, told.head)}
        other={told.layer !== open.layer || told.head !== open.head}
      />
      <div className="map-actions">
        {pinned !== null && (
          <button type="button" className="quiet" aria-pressed={pinned} title={words.pinHint} onClick={onPin}>
            {words.pin}
          </button>
        )}
        <button type="button" className="quiet close" onClick={onClose}>
          <span aria-hidden="true">✕ </span>
          {words.allHeads}
        </button>
      </div>
    </figcaption>
  );
}
