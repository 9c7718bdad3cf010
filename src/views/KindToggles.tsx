/** Which heads are shown by their flags: a toggle for each, with its mark and how many heads each pane has. */
import { flags } from '#metrics';
import type { Kind, Spec } from '#share';
import type { Answer } from '#state';
import { isOfKind } from './arrange.ts';
import { shortForSinks } from './facts.ts';
import { useWords } from './use-words.ts';
import './flags.css';

interface KindTogglesProps {
  readonly only: Spec['only'];
  readonly answers: readonly Answer[];
  onOnly(only: Spec['only']): void;
}

const kinds: readonly Kind[] = [...flags, 'plain'];

export function KindToggles({ only, answers, onOnly }: KindTogglesProps) {
  const words = useWords();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would announce a form
    <div className="kind-toggles" role="group" aria-label={words.only}>
      {kinds.map((kind) => {
        const { plural, definition } = kind === 'plain' ? words.plain : words.flags[kind];
        const counts = answers.map((answer) => countOf(answer, kind));
        const text = counts.some((count) => count !== '–') ? counts.join(' + ') : '–';
        const pressed = only.includes(kind);
        return (
          <button
            key={kind}
            type="button"
            className="quiet"
            aria-pressed={pressed}
            aria-label={words.kindCount(plural, text)}
            title={definition}
            onClick={() => onOnly(pressed ? only.filter((each) => each !== kind) : [...only, kind])}
          >
            <i className="flag-mark" data-mark={kind} aria-hidden="true" />
            {text}
          </button>
        );
      })}
    </div>
  );
}

/** A dash where the text is too short to tell a sink. */
function countOf({ report }: Answer, kind: Kind): string {
  if (kind === 'sink' && shortForSinks(report)) return '–';
  return String(report.flags.flat().filter((of) => isOfKind(of, kind)).length);
}
