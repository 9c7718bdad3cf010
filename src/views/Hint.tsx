/** A word with its explanation: a button that opens a native popover on hover, focus, click and touch. */
import { type ReactNode, useEffect, useId, useRef } from 'react';
import './hint.css';

interface HintProps {
  /** What is shown and named. */
  readonly children: ReactNode;
  /** Paragraphs of the explanation. */
  readonly says: readonly string[];
}

/** Milliseconds that the pointer has to cross the gap between the word and its explanation. */
const GRACE = 150;

export function Hint({ children, says }: HintProps) {
  const id = useId();
  const word = useRef<HTMLButtonElement>(null);
  const note = useRef<HTMLDivElement>(null);
  const leaving = useRef(0);

  const open = () => {
    window.clearTimeout(leaving.current);
    if (!word.current || !note.current || note.current.matches(':popover-open')) return;
    note.current.showPopover();
    place(word.current, note.current);
  };
  const close = () => {
    window.clearTimeout(leaving.current);
    note.current?.hidePopover();
  };
  const closeSoon = () => {
    window.clearTimeout(leaving.current);
    leaving.current = window.setTimeout(close, GRACE);
  };
  useEffect(() => () => window.clearTimeout(leaving.current), []);

  return (
    <span
      className="hint"
      onPointerEnter={(event) => event.pointerType === 'mouse' && open()}
      onPointerLeave={closeSoon}
    >
      <button
        ref={word}
        type="button"
        className="hint-word"
        aria-describedby={id}
        onClick={open}
        onFocus={(event) => event.currentTarget.matches(':focus-visible') && open()}
        onBlur={close}
      >
        {children}
      </button>
      <div ref={note} id={id} className="hint-note" role="tooltip" popover="auto">
        {says.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      </div>
    </span>
  );
}

/** Under the word, or above it where there is no room, inside the window. */
function place(word: HTMLElement, note: HTMLElement): void {
  const at = word.getBoundingClientRect();
  const { width, height } = note.getBoundingClientRect();
  const left = Math.min(at.left, window.innerWidth - width - 8);
  const under = at.bottom + 6;
  const top = under + height > window.innerHeight - 8 ? at.top - height - 6 : under;
  note.style.left = `${Math.max(8, left)}px`;
  note.style.top = `${Math.max(8, top)}px`;
}
