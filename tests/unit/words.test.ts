/** The languages: each says all that English says, and what is asked for is what is found. */
import { describe, expect, test } from 'vitest';
import { en, type Language, languageOf, languages } from '#words';

/** `metrics.sink02.title` → the sentence, or how many things a sentence is told. */
function leavesOf(words: object, path = ''): readonly (readonly [string, string | number])[] {
  return Object.entries(words).flatMap(([key, value]) => {
    const at = path === '' ? key : `${path}.${key}`;
    if (typeof value === 'function') return [[at, value.length] as const];
    return typeof value === 'string' ? [[at, value] as const] : leavesOf(value, at);
  });
}

describe.each(Object.keys(languages) as Language[])('in the language "%s"', (language) => {
  const english = new Map(leavesOf(en));
  const said = leavesOf(languages[language]);

  test('there is each sentence of the English, and no other', () => {
    expect(said.map(([at]) => at).sort()).toEqual([...english.keys()].sort());
  });

  test('a sentence is empty only where the English one is', () => {
    for (const [at, text] of said) expect([at, text === '']).toEqual([at, english.get(at) === '']);
  });
});

describe('the language', () => {
  test.each([
    [['zh-Hans-CN', 'en'], 'zh'],
    [['ZH'], 'zh'],
    [['fr', 'zh-TW'], 'zh'],
    [['en-GB', 'zh'], 'en'],
    [['fr', 'de'], 'en'],
    [[], 'en'],
  ] as const)('of a reader of %j is "%s"', (tags, language) => {
    expect(languageOf(tags)).toBe(language);
  });
});
