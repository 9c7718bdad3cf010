/** What all exported figures say alike. */
import { type PictureRequest, rules } from '#attention';
import type { FigureColours } from '#figure';
import type { Answer } from '#state';
import type { Draw } from './Picture.tsx';
import { pngAddress } from './raster.ts';
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

/** What is thrown where the machine no longer keeps what is to be exported. */
export const gone = () => new Error('views: expected an answer that is still kept, got one that is gone');

/** A picture as a PNG in a data address; throws if the answer is gone. */
export async function imageOf(draw: Draw, serial: number, request: PictureRequest): Promise<string> {
  const bitmap = await draw(serial, request);
  if (!bitmap) throw gone();
  return pngAddress(bitmap);
}

/** Safe in every file system. */
export function fileName(...parts: readonly (string | number)[]): string {
  return parts.join('-').replace(/[^\w.-]+/g, '_');
}
