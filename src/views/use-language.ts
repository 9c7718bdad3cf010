/** The language of the page: what the frame says, what the browser prefers, and what the reader chose here. */
import { useState } from 'react';
import { type Language, languageOf } from '#words';

export function useLanguage(asked: string | null): [Language, (language: Language) => void] {
  const [chosen, choose] = useState<Language | null>(null);
  return [chosen ?? languageOf(asked === null ? navigator.languages : [asked]), choose];
}
