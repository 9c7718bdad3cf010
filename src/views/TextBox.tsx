/** The text: a box that is never held up, sample texts, and how many tokens it is. */
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { presets } from '#share';
import type { Words } from '#words';
import { useWords } from './use-words.ts';
import './text-box.css';

interface TextBoxProps {
  readonly text: string;
  /** What stands between the samples and the counter, such as the loading bar. */
  readonly children: ReactNode;
  /** Tokens of the last answer; null before there is one. */
  readonly tokens: number | null;
  /** Tokens that every pane's model takes; null while that is not known. */
  readonly longest: number | null;
  readonly tooLong: boolean;
  onText(text: string): void;
}

export function TextBox({ text, children, tokens, longest, tooLong, onText }: TextBoxProps) {
  const words = useWords();
  const id = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  const written = useRef(text);

  // The box owns what is typed; only a text that comes from elsewhere (a sample, the Back button) is put into it.
  useEffect(() => {
    if (!box.current || text === written.current) return;
    written.current = text;
    box.current.value = text;
  }, [text]);

  const write = (next: string) => {
    written.current = next;
    onText(next);
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
        <div className="text-box-middle">{children}</div>
        <output htmlFor={id} className="counter" data-over={tooLong || undefined}>
          {counterText(words, tokens, longest, tooLong)}
        </output>
      </div>
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
        onInput={(event) => write(event.currentTarget.value)}
      />
    </div>
  );
}

function counterText(words: Words, tokens: number | null, longest: number | null, tooLong: boolean): string {
  if (longest === null) return '';
  if (tooLong) return words.tokensMoreThan(longest);
  return tokens === null ? words.tokensUpTo(longest) : words.tokensUsed(tokens, longest);
}
