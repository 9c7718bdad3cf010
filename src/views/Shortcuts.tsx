/** The keys that do something here, as a table behind a button and behind the key `?`. */
import { useEffect, useEffectEvent, useId, useRef } from 'react';
import { useWords } from './use-words.ts';
import './shortcuts.css';

interface ShortcutsProps {
  /** The key `/`. */
  onText(): void;
}

/** Keys that are typed into something are not ours. */
function typing(event: KeyboardEvent): boolean {
  const at = event.composedPath()[0];
  return at instanceof HTMLElement && at.matches('input, textarea, select, [contenteditable]');
}

export function Shortcuts({ onText }: ShortcutsProps) {
  const words = useWords();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event)) return;
    if (event.key === '?') dialog.current?.showModal();
    else if (event.key === '/') onText();
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);

  return (
    <>
      <button
        type="button"
        className="quiet round"
        aria-label={words.shortcuts.button}
        aria-keyshortcuts="?"
        aria-haspopup="dialog"
        title={`${words.shortcuts.button} (?)`}
        onClick={() => dialog.current?.showModal()}
      >
        ?
      </button>
      <dialog
        ref={dialog}
        className="table-dialog shortcuts"
        aria-labelledby={id}
        onKeyDown={(event) => event.key === 'Escape' && event.stopPropagation()}
      >
        <header>
          <h3 id={id}>{words.shortcuts.title}</h3>
          <button type="button" className="quiet" onClick={() => dialog.current?.close()}>
            {words.close}
          </button>
        </header>
        <table>
          <thead>
            <tr>
              <th scope="col" className="words">
                {words.shortcuts.keys}
              </th>
              <th scope="col" className="words">
                {words.shortcuts.does}
              </th>
            </tr>
          </thead>
          <tbody>
            {words.shortcuts.rows.map(([keys, does]) => (
              <tr key={keys}>
                <th scope="row" className="words">
                  <kbd>{keys}</kbd>
                </th>
                <td className="words">{does}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </dialog>
    </>
  );
}
