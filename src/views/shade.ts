/** The colours of a palette as backgrounds, each with the ink that can be read on it. */
import { colourOf, indexOf, type Palette } from '#attention';
import type { Spec } from '#share';

/** CSS colours. */
export interface Shade {
  readonly fill: string;
  readonly ink: string;
}

/** Light of a channel from 0 to 255 (WCAG 2.2, relative luminance). */
function lightOf(level: number): number {
  const share = level / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

/** The luminance on which black and white are read alike, at a contrast of 4.6: (l + 0.05)² = 1.05 · 0.05. */
const MIDDLE = Math.sqrt(1.05 * 0.05) - 0.05;

function shadeOf([red, green, blue]: ArrayLike<number> & Iterable<number>): Shade {
  const luminance = 0.2126 * lightOf(red) + 0.7152 * lightOf(green) + 0.0722 * lightOf(blue);
  return { fill: `rgb(${red} ${green} ${blue})`, ink: luminance > MIDDLE ? '#000' : '#fff' };
}

/** As many as a palette has colours; behind them that of an exact zero. */
export function shadesOf({ colours, zero }: Palette): readonly Shade[] {
  const steps = Array.from({ length: colours.length / 3 }, (_, step) =>
    shadeOf(colours.subarray(3 * step, 3 * step + 3)),
  );
  return [...steps, shadeOf(zero)];
}

/** The shade of one value, coloured as the maps colour a weight. */
export function shadeIn(shades: readonly Shade[], scale: Spec['scale'], limit: number, value: number): Shade {
  return shades[value === 0 ? shades.length - 1 : indexOf(scale, limit, value)];
}

/** The shade of a head that is shown as one value: the palette runs evenly to `limit`, an exact zero has its own. */
export function shadeOfCell(palette: Palette, limit: number, value: number): Shade {
  return shadeOf(colourOf(palette, 'linear', limit, value).slice(0, 3));
}
