/** The text: a box that is never held up, where else a text may come from, and how many tokens it is. */
import { type DragEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { presets } from '#share';
import type { RecentText } from '#state';
import type { Words } from '#words';
import { OpenFile } from './OpenFile.tsx';
import { RecentTexts } from './RecentTexts.tsx';
import { type NotTaken, readTextFile } from './text-file.ts';
import { useLatest } from './use-latest.ts';
import { useWords } from './use-words.ts';
import './text-box.css';

interface TextBoxProps {
  readonly text: string;
  readonly start: boolean;
  /** What is said of `<s>`; null for nothing. */
  readonly startNote: string | null;
  /** What stands between the samples and the counter, such as the loading bar. */
  readonly children: ReactNode;
  /** Tokens of the last answer; null before there is one. */
  readonly tokens: number | null;
  /** Tokens that every pane's model takes; null while that is not known. */
  readonly longest: number | null;
  readonly tooLong: boolean;
  readonly recent: readonly RecentText[];
  onText(text: string): void;
  onStart(start: boolean): void;
  onForget(text: string | null): void;
  /** The longest beginning of the text that every model takes. */
  cut(): Promise<string>;
}

export function TextBox(props: TextBoxProps) {
  const { text, start, startNote, children, tokens, longest, tooLong, recent, onForget } = props;
  const words = useWords();
  const id = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  const written = useRef(text);
  const [notTaken, setNotTaken] = useState<NotTaken | null>(null);
  const [over, setOver] = useState(false);

  // The box owns what is typed; only a text that comes from elsewhere (a sample, the Back button) is put into it.
  useEffect(() => {
    if (!box.current || text === written.current) return;
    written.current = text;
    put(box.current, text);
  }, [text]);

  const onText = useLatest((next: string) => {
    setNotTaken(null);
    props.onText(next);
  });
  const takeFiles = async (files: readonly File[]) => {
    const file = await readTextFile(files);
    if ('text' in file) onText(file.text);
    else setNotTaken(file);
  };
  const takeFirst = async () => {
    const asked = written.current;
    const beginning = await props.cut();
    if (asked === written.current) onText(beginning);
  };
  const drag = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setOver(event.type !== 'dragleave' && event.type !== 'drop');
    if (event.type === 'drop') void takeFiles([...event.dataTransfer.files]);
  };

  return (
    <div className="text-box">
      <div className="text-box-line">
        <label htmlFor={id}>{words.text}</label>
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would announce a form */}
        <div role="group" aria-label={words.presets} className="presets">
          {presets.map((preset) => (
            <button
              key={preset.title}
              type="button"
              className="quiet"
              aria-pressed={preset.text === text}
              title={preset.text}
              onClick={() => onText(preset.text)}
            >
              {preset.title}
            </button>
          ))}
        </div>
        <div className="text-sources">
          <RecentTexts texts={recent} onText={onText} onForget={onForget} />
          <OpenFile onFiles={takeFiles} />
        </div>
        <div className="text-box-middle">{children}</div>
        <label className="start-token">
          <input
            type="checkbox"
            checked={start}
            aria-describedby={startNote === null ? undefined : `${id}-start`}
            title={words.startWhy}
            onChange={(event) => props.onStart(event.currentTarget.checked)}
          />
          {words.startToken}
        </label>
        <output htmlFor={id} className="counter" data-over={tooLong || undefined}>
          {counterText(words, tokens, longest, tooLong)}
        </output>
        {tooLong && longest !== null && (
          <button type="button" className="quiet" onClick={takeFirst}>
            {words.takeFirst(longest)}
          </button>
        )}
      </div>
      <div className="text-field" data-drop={over ? words.dropFile : undefined}>
        <textarea
          ref={box}
          id={id}
          rows={2}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          placeholder={words.empty}
          defaultValue={text}
          aria-invalid={tooLong || undefined}
          onInput={(event) => {
            written.current = event.currentTarget.value;
            onText(written.current);
          }}
          onDragEnter={drag}
          onDragOver={drag}
          onDragLeave={drag}
          onDrop={drag}
        />
      </div>
      {notTaken && (
        <p role="alert" className="not-taken">
          {words.notTaken[notTaken.why](notTaken.name)}
        </p>
      )}
      {startNote !== null && (
        <p id={`${id}-start`} className="start-note" aria-live="polite">
          {startNote}
        </p>
      )}
    </div>
  );
}

/** The reader's place stays as far as the new text reaches. */
function put(box: HTMLTextAreaElement, text: string): void {
  const { selectionStart, selectionEnd, selectionDirection, scrollTop } = box;
  const focused = (box.getRootNode() as Document | ShadowRoot).activeElement === box;
  box.value = text;
  // Some browsers give a box the focus with its selection.
  if (focused) box.setSelectionRange(selectionStart, selectionEnd, selectionDirection);
  box.scrollTop = scrollTop;
}

function counterText(words: Words, tokens: number | null, longest: number | null, tooLong: boolean): string {
  if (longest === null) return '';
  if (tooLong) return words.tokensMoreThan(longest);
  return tokens === null ? words.tokensUpTo(longest) : words.tokensUsed(tokens, longest);
}
