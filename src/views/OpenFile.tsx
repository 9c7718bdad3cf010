/** A button that opens a text file from the reader's own disk; it is read here and sent nowhere. */
import { useRef } from 'react';
import { useWords } from './use-words.ts';

export function OpenFile({ onFiles }: { onFiles(files: readonly File[]): void }) {
  const words = useWords();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        className="quiet"
        title={words.openFileAbout}
        onClick={() => input.current?.click()}
      >
        {words.openFile}
      </button>
      <input
        ref={input}
        type="file"
        accept=".txt,text/plain"
        hidden
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          // The same file chosen again is a change again.
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}
