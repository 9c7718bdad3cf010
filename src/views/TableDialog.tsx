/** The numbers behind a figure: a button, and a dialog with a table that is made only while it is open. */
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { useWords } from './use-words.ts';
import './table-dialog.css';

interface TableDialogProps {
  readonly button: string;
  readonly title: string;
  readonly disabled: boolean;
  /** Draws the table; called only while it is shown. */
  table(): ReactNode;
}

export function TableDialog({ button, title, disabled, table }: TableDialogProps) {
  const words = useWords();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="quiet"
        disabled={disabled}
        aria-haspopup="dialog"
        onClick={() => {
          setOpen(true);
          dialog.current?.showModal();
        }}
      >
        {button}
      </button>
      <dialog
        ref={dialog}
        className="table-dialog"
        aria-labelledby={id}
        onClose={() => setOpen(false)}
        // The Escape that closes the dialog is not one that closes the map behind it.
        onKeyDown={(event: KeyboardEvent) => event.key === 'Escape' && event.stopPropagation()}
      >
        <header>
          <h3 id={id}>{title}</h3>
          <button type="button" className="quiet" onClick={() => dialog.current?.close()}>
            {words.close}
          </button>
        </header>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keyboard */}
        <section className="table-scroll" tabIndex={0} aria-labelledby={id}>
          {open && table()}
        </section>
      </dialog>
    </>
  );
}
