/** What all exported figures say alike. */
import { rules } from '#attention';
import type { FigureColours } from '#figure';
import type { Answer } from '#state';
import type { Theme } from './use-theme.ts';

/** Of the page that the figure is taken from; files know no custom properties. */
export const figureColours: Readonly<Record<Theme, FigureColours>> = {
  light: { ink: '#1b1b20', soft: '#55565f', page: '#ffffff' },
  dark: { ink: '#ededf2', soft: '#b7b8c4', page: '#16161d' },
};

/** Longer texts are cut in captions. */
const MOST = 160;

export function excerptOf(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > MOST ? `${line.slice(0, MOST).replace(/\s\S*$/, '')} …` : line;
}

export function ruleTitle({ card }: Answer): string {
  return rules.find(({ id }) => id === card.rule)?.title ?? card.rule;
}

/** Safe in every file system. */
export function fileName(...parts: readonly (string | number)[]): string {
  return parts.join('-').replace(/[^\w.-]+/g, '_');
}
