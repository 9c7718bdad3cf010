/** Name, statement, paper, link and theme: quiet, at the top of the page. */
import { useEffect, useRef, useState } from 'react';
import { type Language, languages } from '#words';
import { Shortcuts } from './Shortcuts.tsx';
import type { Theme } from './use-theme.ts';
import { useWords } from './use-words.ts';
import './header.css';

interface HeaderProps {
  readonly theme: Theme;
  onTheme(theme: Theme): void;
  readonly language: Language;
  onLanguage(language: Language): void;
  copyLink(): Promise<void>;
  onTour(): void;
  /** The key `/`. */
  onText(): void;
}

const PAPER = 'https://arxiv.org/abs/2504.20966';

export function Header({ theme, onTheme, language, onLanguage, copyLink, onTour, onText }: HeaderProps) {
  const words = useWords();
  return (
    <header className="page-header">
      <h1>{words.name}</h1>
      <p className="statement">{words.statement}</p>
      <a className="paper" href={PAPER} target="_blank" rel="noopener noreferrer">
        {words.paper}
      </a>
      <CopyLink copyLink={copyLink} />
      <button type="button" className="quiet" onClick={onTour}>
        {words.tour.button}
      </button>
      <Shortcuts onText={onText} />
      <select
        className="quiet language"
        aria-label={words.chooseLanguage}
        value={language}
        onChange={(event) => onLanguage(event.currentTarget.value as Language)}
      >
        {Object.entries(languages).map(([id, { language: name }]) => (
          <option key={id} value={id} lang={id}>
            {name}
          </option>
        ))}
      </select>
      <button
        type="button"
        className="quiet round"
        aria-label={words.darkTheme}
        aria-pressed={theme === 'dark'}
        title={words.darkTheme}
        onClick={() => onTheme(theme === 'dark' ? 'light' : 'dark')}
      >
        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
          <circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
          <path d="M8 1.75a6.25 6.25 0 0 1 0 12.5z" fill="currentColor" />
        </svg>
      </button>
    </header>
  );
}

/** How long the button says what came of it, in milliseconds. */
const SAID_FOR = 2500;

function CopyLink({ copyLink }: { readonly copyLink: () => Promise<void> }) {
  const words = useWords();
  const [said, say] = useState<string | null>(null);
  const timer = useRef(0);
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const copy = async () => {
    try {
      await copyLink();
      say(words.linkCopied);
    } catch {
      say(words.linkNotCopied);
    }
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => say(null), SAID_FOR);
  };

  return (
    <>
      <button type="button" className="quiet copy-link" onClick={copy}>
        {said ?? words.copyLink}
      </button>
      <span className="unseen" role="status">
        {said}
      </span>
    </>
  );
}
