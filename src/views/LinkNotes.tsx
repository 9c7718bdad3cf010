/** What of the link could not be read: said once, above everything, until it is dismissed. */
import { useWords } from './use-words.ts';
import './link-notes.css';

interface LinkNotesProps {
  readonly notes: readonly string[];
  onRead(): void;
}

export function LinkNotes({ notes, onRead }: LinkNotesProps) {
  const words = useWords();
  return (
    <aside className="link-notes" aria-label={words.linkTrouble}>
      <div role="status">
        <p>{words.linkNotes}</p>
        <ul>
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      </div>
      <button type="button" className="quiet" onClick={onRead}>
        {words.dismiss}
      </button>
    </aside>
  );
}
