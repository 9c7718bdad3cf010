/** The colour of a head that is shown as one value, and the ink that can be read on it. */
import { colourOf, type Palette } from '#attention';

export interface CellColour {
  /** CSS. */
  readonly fill: string;
  readonly ink: string;
}

/** Light of a channel from 0 to 255 (WCAG 2.2, relative luminance). */
const light = (level: number) => {
  const share = level / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
};

/** Where black and white contrast alike: (l + 0.05)² = 1.05 · 0.05. */
const MIDDLE = Math.sqrt(1.05 * 0.05) - 0.05;

/** An exact zero has its own colour, as in the maps; above it the palette runs evenly to `limit`. */
export function cellColour(palette: Palette, limit: number, value: number): CellColour {
  const [red, green, blue] = colourOf(palette, 'linear', limit, value);
  const luminance = 0.2126 * light(red) + 0.7152 * light(green) + 0.0722 * light(blue);
  return { fill: `rgb(${red} ${green} ${blue})`, ink: luminance > MIDDLE ? '#000' : '#fff' };
}
