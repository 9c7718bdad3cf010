/** The reader's own earlier texts, in a menu: each can be taken again or erased. */
import { memo, useId, useRef } from 'react';
import type { RecentText } from '#state';
import { useWords } from './use-words.ts';
import './recent-texts.css';

interface RecentTextsProps {
  /** Newest first. */
  readonly texts: readonly RecentText[];
  onText(text: string): void;
  /** One of them, or all of them. */
  onForget(text: string | null): void;
}

/** Characters of a first line that a menu has room for, and that a name is long enough with. */
const PREVIEW = 120;
const NAME = 40;

const beginningOf = (text: string, most: number) => text.trim().split('\n', 1)[0].slice(0, most);

export const RecentTexts = memo(function RecentTexts({ texts, onText, onForget }: RecentTextsProps) {
  const words = useWords();
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);

  const erase = (text: string | null) => {
    onForget(text);
    // The button that had the focus goes with its text.
    menu.current?.focus();
  };

  return (
    <>
      <button ref={button} type="button" className="quiet" popoverTarget={id}>
        {words.recent} <span aria-hidden="true">▾</span>
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        className="recent-texts"
        role="dialog"
        aria-label={words.recentTexts}
        tabIndex={-1}
        onBeforeToggle={({ newState }) => {
          if (newState === 'open' && button.current && menu.current) place(button.current, menu.current);
        }}
      >
        {texts.length === 0 ? (
          <p>{words.recentNone}</p>
        ) : (
          <>
            <ul>
              {texts.map(({ text, tokens }) => (
                <li key={text}>
                  <button
                    type="button"
                    className="recent-text"
                    onClick={() => {
                      onText(text);
                      menu.current?.hidePopover();
                    }}
                  >
                    <span>{beginningOf(text, PREVIEW)}</span>
                    {tokens !== null && <small>{words.tokenCount(tokens)}</small>}
                  </button>
                  <button
                    type="button"
                    className="quiet"
                    aria-label={words.eraseText(beginningOf(text, NAME))}
                    onClick={() => erase(text)}
                  >
                    ✕
                  </button>
                </li>
              ))}
            </ul>
            <footer>
              <span>{words.recentKept}</span>
              <button type="button" className="quiet" onClick={() => erase(null)}>
                {words.eraseAll}
              </button>
            </footer>
          </>
        )}
      </div>
    </>
  );
});

/** Under the button; the style sheet keeps it inside the window. */
function place(button: HTMLElement, menu: HTMLElement): void {
  const { left, bottom } = button.getBoundingClientRect();
  menu.style.setProperty('--left', `${left}px`);
  menu.style.setProperty('--top', `${bottom + 6}px`);
}
