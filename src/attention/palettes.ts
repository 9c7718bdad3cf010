/** The palettes that a reader can choose from, each for a page near white and for one near black. */
import { rampThrough } from './oklab.ts';
import type { Palette, Ramp } from './palette.ts';

/** Two ramps of 128, from the lower limit to the middle and from the middle to the upper limit. */
function differences(below: readonly string[], above: readonly string[], zero: Ramp['zero']): Ramp {
  const colours = new Uint8Array(256 * 3);
  colours.set(rampThrough(below, 128));
  colours.set(rampThrough(above, 128), 3 * 128);
  return { colours, zero };
}

const clear = [0, 0, 0, 0] as const;
const cool = [228, 231, 236] as const;
const night = [42, 46, 55] as const;

export const palettes = {
  /** Many hues: the finest steps for eyes that see all colours. Differences are lightest, or darkest, where small. */
  warm: {
    light: {
      id: 'warm-light',
      colours: rampThrough(['#fff0c4', '#fcb069', '#ee6a50', '#bb3263', '#741a6c', '#33104f', '#14062b']),
      zero: [227, 230, 236],
      mask: clear,
      difference: differences(
        ['#092a6c', '#1762b6', '#4ba7e8', '#a6e1ff', '#c9efff', '#e9f3eb'],
        ['#f3f1e2', '#fee3c0', '#ffc68f', '#ee7746', '#af283d', '#600027'],
        [209, 210, 213],
      ),
    },
    dark: {
      id: 'warm-dark',
      colours: rampThrough(['#2f2482', '#6b2c98', '#b03a88', '#e65c67', '#fb9a58', '#fdd367', '#fffbcf']),
      zero: night,
      mask: clear,
      difference: differences(
        ['#94e5ff', '#4ebdf7', '#2b85cf', '#325c92', '#3f4456'],
        ['#503f4a', '#8a4148', '#d24d45', '#fa934e', '#ffce78'],
        night,
      ),
    },
  },
  /**
   * For colour-blind readers: blue and yellow, which most of them tell apart, and lightness that runs one way, for all
   * others. Of differences too: darker is below 0 and lighter above. Zeros lie outside the ramp's lightness.
   */
  safe: {
    light: {
      id: 'safe-light',
      colours: rampThrough(['#f4d248', '#bcab67', '#848073', '#43597a', '#16366b', '#03103e']),
      zero: cool,
      mask: clear,
      difference: differences(['#04215b', '#325384', '#757b83'], ['#838076', '#bcab67', '#f8db41'], cool),
    },
    dark: {
      id: 'safe-dark',
      colours: rampThrough(['#153a83', '#446396', '#858d99', '#c4b479', '#f1d861', '#fff9a9']),
      zero: night,
      mask: clear,
      difference: differences(['#183d86', '#4a699d', '#8d939c'], ['#9b988e', '#dac46d', '#fff489'], night),
    },
  },
  /**
   * Greys that survive a photocopier. A zero lies half way between the page and the least weight, dark enough not to
   * be lost. Differences run from one end to the other, with a step in the middle in which their zero lies.
   */
  print: {
    light: {
      id: 'print-light',
      colours: rampThrough(['#ababab', '#090909']),
      zero: [215, 215, 215],
      mask: clear,
      difference: differences(['#ebebeb', '#929292'], ['#585858', '#0d0d0d'], [116, 116, 116]),
    },
    dark: {
      id: 'print-dark',
      colours: rampThrough(['#585858', '#fcfcfc']),
      zero: [53, 53, 53],
      mask: clear,
      difference: differences(['#2e2e2e', '#6f6f6f'], ['#a4a4a4', '#fcfcfc'], [137, 137, 137]),
    },
  },
} as const satisfies Record<string, Readonly<Record<'light' | 'dark', Palette>>>;
