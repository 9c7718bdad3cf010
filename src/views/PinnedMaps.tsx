/** The pinned heads side by side, over the panes: each a map that has zoom and cell in common with all the others. */
import { type CSSProperties, type KeyboardEvent, memo, useRef, useState } from 'react';
import type { Pin } from '#share';
import { factsOf } from './facts.ts';
import { limitOfHead } from './limits.ts';
import { MapField } from './MapField.tsx';
import { limitText } from './numbers.ts';
import { PinnedReadout } from './PinnedReadout.tsx';
import type { ShownPin } from './pins.ts';
import { flagText, headLabel } from './say.ts';
import type { Scene } from './scene.ts';
import { useRoom } from './use-room.ts';
import { useWords } from './use-words.ts';
import './pinned-maps.css';

interface PinnedMapsProps {
  readonly scene: Scene;
  readonly pins: readonly ShownPin[];
  onUnpin(pin: Pin): void;
  onUnpinAll(): void;
  /** Unlocks the cell. */
  onEscape(pane: number): void;
}

export const PinnedMaps = memo(function PinnedMaps(props: PinnedMapsProps) {
  const { scene, pins, onUnpin } = props;
  const words = useWords();
  const section = useRef<HTMLElement>(null);
  const takeEscape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !scene.locked) return;
    event.preventDefault();
    props.onEscape(pins[0].pin.pane);
  };
  /** The focus stays among the pins as long as there are any. */
  const unpin = (pin: Pin, at: number) => {
    onUnpin(pin);
    const fields = [...(section.current?.querySelectorAll<HTMLElement>('.map-field') ?? [])];
    (fields[at + 1] ?? fields[at - 1])?.focus();
  };
  return (
    <section ref={section} className="pinned-maps" aria-label={words.pinnedHeads} onKeyDown={takeEscape}>
      <header>
        <h2>{words.pinnedHeads}</h2>
        {scene.tools && (
          <button type="button" className="quiet" onClick={props.onUnpinAll}>
            {words.unpinAll}
          </button>
        )}
      </header>
      <ul style={{ '--pins': pins.length } as CSSProperties}>
        {pins.map(({ pin, answer }, at) => (
          <li key={`${pin.pane} ${pin.layer} ${pin.head}`}>
            <PinnedMap scene={scene} pin={pin} answer={answer} onUnpin={() => unpin(pin, at)} />
          </li>
        ))}
      </ul>
    </section>
  );
});

interface PinnedMapProps extends ShownPin {
  readonly scene: Scene;
  onUnpin(): void;
}

function PinnedMap({ scene, pin, answer, onUnpin }: PinnedMapProps) {
  const words = useWords();
  const field = useRef<HTMLDivElement>(null);
  const [, room] = useRoom(field);
  const [spoken, speak] = useState(false);
  const { card, report } = answer;
  const facts = factsOf(answer, pin.layer, pin.head);
  const label = headLabel(pin.layer, pin.head);
  const limit = limitOfHead(answer, scene.range, pin);
  return (
    <figure
      className="pinned-map"
      aria-label={words.headOf(label, card.title)}
      onFocus={() => speak(true)}
      onBlur={() => speak(false)}
      onKeyDown={(event) => {
        const alone = !event.altKey && !event.ctrlKey && !event.metaKey;
        if (scene.tools && alone && event.key.toLowerCase() === 'p') onUnpin();
      }}
    >
      <figcaption>
        <b>{label}</b>
        <span className="pinned-model" title={card.title}>
          {card.title}
        </span>
        {facts.flags.map((flag) => (
          <span key={flag} className="pinned-flag" title={flagText(words, flag, facts)}>
            <i className="flag-mark" data-mark={flag} aria-hidden="true" />
            <span className="unseen">{flagText(words, flag, facts)}</span>
          </span>
        ))}
        {scene.tools && (
          <button
            type="button"
            className="quiet"
            aria-label={words.unpin(label, card.title)}
            title={words.unpin(label, card.title)}
            onClick={onUnpin}
          >
            ✕
          </button>
        )}
      </figcaption>
      <MapField
        scene={scene}
        pane={pin.pane}
        answer={answer}
        head={pin}
        minus={null}
        limit={limit}
        label={words.pinnedName(pin.layer, pin.head, card.title, report.T)}
        field={field}
        room={room}
      />
      <PinnedReadout scene={scene} pin={pin} answer={answer} spoken={spoken} />
      {scene.range !== 'one' && <p className="pinned-limit">{words.upTo(limitText(limit))}</p>}
    </figure>
  );
}
