/** What the page says, one file a language: a new language is one more of them, and a row of this table. */
import { en } from './en.ts';
import { zh } from './zh.ts';

export { en, type HeadWords, type StartWords, type Words } from './en.ts';

/** By the primary subtag of BCP 47. */
export const languages = { en, zh } as const;

export type Language = keyof typeof languages;

/** The first of these BCP 47 tags (`zh-Hans-CN`) in whose language there are words; English if there is none. */
export function languageOf(tags: readonly string[]): Language {
  const known = Object.keys(languages) as readonly Language[];
  for (const tag of tags) {
    const found = known.find((language) => language === tag.toLowerCase().split('-')[0]);
    if (found) return found;
  }
  return 'en';
}
