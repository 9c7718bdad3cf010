/** What the page says, in the language that its reader chose. */
import { createContext, useContext } from 'react';
import { en, type Words } from '#words';

export const WordsContext = createContext<Words>(en);

export const useWords = (): Words => useContext(WordsContext);
