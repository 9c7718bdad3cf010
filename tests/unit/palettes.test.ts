/** Palettes against how eyes see: lightness that runs one way, zeros apart from all else, steps for colour-blind readers. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { colourOf, differenceColourOf, differenceIndexOf, indexOf, type Palette, palettes } from '#attention';

type Triple = readonly number[];

/**
 * Linear light as eyes without red, green or blue cones see it (Machado, Oliveira, Fernandes 2009: "A physiologically-
 * based model for simulation of color vision deficiency", table of severity 1.0).
 */
const eyes: Readonly<Record<string, readonly Triple[]>> = {
  'all cones': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  'no red cones': [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  'no green cones': [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  'no blue cones': [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** Oklab (Björn Ottosson 2020): linear light to cones, cube root, cones to lightness and two colour axes. */
const toCones = [
  [0.4122214708, 0.5363325363, 0.0514459929],
  [0.2119034982, 0.6806995451, 0.1073969566],
  [0.0883024619, 0.2817188376, 0.6299787005],
];
const toLab = [
  [0.2104542553, 0.793617785, -0.0040720468],
  [1.9779984951, -2.428592205, 0.4505937099],
  [0.0259040371, 0.7827717662, -0.808675766],
];

const times = (matrix: readonly Triple[], [a, b, c]: Triple) =>
  matrix.map((row) => row[0] * a + row[1] * b + row[2] * c);
const lightOf = (level: number) => (level <= 10.31 ? level / 3294.6 : ((level / 255 + 0.055) / 1.055) ** 2.4);

/** Oklab of a colour, RGB from 0 to 255, as those eyes see it. */
function seen(rgb: Triple, by = eyes['all cones']): Triple {
  const light = times(by, rgb.map(lightOf)).map((each) => Math.min(1, Math.max(0, each)));
  return times(toLab, times(toCones, light).map(Math.cbrt));
}

/** ΔE in Oklab: 0.02 is about what can just be told apart side by side. */
const apart = (a: Triple, b: Triple) => Math.hypot(...a.map((each, axis) => each - b[axis]));

const all = (colours: Uint8Array) =>
  Array.from({ length: 256 }, (_, index) => [...colours.subarray(3 * index, 3 * index + 3)]);

/** The two pages, as the style sheet has them. */
const pages = [...readFileSync('src/views/explorer.css', 'utf8').matchAll(/--page: #(..)(..)(..);/g)].map(
  ([, ...levels]) => levels.map((level) => Number.parseInt(level, 16)),
);

/** Steps that lightness takes up and down from each colour to the next. */
function stepsOf(colours: readonly Triple[], by?: readonly Triple[]) {
  const lightness = colours.map((rgb) => seen(rgb, by)[0]);
  return lightness.slice(1).map((each, index) => each - lightness[index]);
}

const cases = Object.entries(palettes).flatMap(([name, { light, dark }]) => [
  { name, theme: 'light', palette: light as Palette, page: pages[0] },
  { name, theme: 'dark', palette: dark as Palette, page: pages[1] },
]);

describe.each(cases)('palette $name, $theme', ({ name, theme, palette, page }) => {
  const weights = all(palette.colours);
  const differences = all(palette.difference.colours);
  const [below, above] = [differences.slice(0, 128).reverse(), differences.slice(128)];
  const away = theme === 'light' ? -1 : 1;

  test('grows away from the page in lightness, weight by weight, over the larger part of all lightness', () => {
    const steps = stepsOf(weights);
    expect(Math.min(...steps.map((step) => away * step))).toBeGreaterThan(-0.003);
    expect(away * steps.reduce((sum, step) => sum + step, 0)).toBeGreaterThan(0.5);
  });

  test.each(Object.entries(eyes))(
    'with %s, eight steps further a weight is further from the page',
    (_, by) => {
      const lightness = weights.map((rgb) => seen(rgb, by)[0]);
      for (let index = 8; index < 256; index++)
        expect(away * (lightness[index] - lightness[index - 8])).toBeGreaterThan(0);
    },
  );

  test('differences change one way in lightness on either side of the middle', () => {
    for (const side of [below, above]) {
      const steps = stepsOf(side);
      const way = Math.sign(steps.reduce((sum, step) => sum + step, 0));
      expect(Math.min(...steps.map((step) => way * step))).toBeGreaterThan(-0.003);
      expect(Math.abs(steps.reduce((sum, step) => sum + step, 0))).toBeGreaterThan(0.23);
    }
  });

  test('an exact zero is told apart from every weight or difference, and from the page that masked cells show', () => {
    for (const [ramp, { zero }] of [
      [weights, palette],
      [differences, palette.difference],
    ] as const) {
      expect(Math.min(...ramp.map((rgb) => apart(seen(rgb), seen(zero))))).toBeGreaterThan(0.06);
      expect(apart(seen(zero), seen(page))).toBeGreaterThan(0.06);
      expect(Math.min(...ramp.map((rgb) => apart(seen(rgb), seen(page))))).toBeGreaterThan(0.04);
    }
    expect(palette.mask[3]).toBe(0);
  });

  test('the least differences below and above 0 are neutral', () => {
    for (const [, a, b] of [seen(below[0]), seen(above[0])]) expect(Math.hypot(a, b)).toBeLessThan(0.04);
  });

  test('a weight or a difference of 0 is shown as that, and nothing else is', () => {
    expect(colourOf(palette, 'log', 1, 0)).toEqual([...palette.zero, 255]);
    expect(colourOf(palette, 'log', 1, 1e-30)).toEqual([...weights[0], 255]);
    expect(differenceColourOf(palette, 'log', 1, 0)).toEqual([...palette.difference.zero, 255]);
    expect(differenceColourOf(palette, 'log', 1, 1e-30)).toEqual([...above[0], 255]);
    expect(differenceColourOf(palette, 'log', 1, -1e-30)).toEqual([...below[0], 255]);
    expect(differenceColourOf(palette, 'linear', 0.5, -0.7)).toEqual([...below[127], 255]);
  });

  if (name === 'safe')
    test.each(Object.entries(eyes))(
      'with %s, 32 steps and zeros are told apart, and signs by lightness',
      (_, by) => {
        for (const [ramp, { zero }] of [
          [weights, palette],
          [differences, palette.difference],
        ] as const) {
          const labs = ramp.map((rgb) => seen(rgb, by));
          for (let index = 32; index < 256; index++)
            expect(apart(labs[index], labs[index - 32])).toBeGreaterThan(0.05);
          for (let index = 8; index < 256; index++)
            expect((labs[index][0] - labs[index - 8][0]) * (ramp === weights ? away : 1)).toBeGreaterThan(0);
          for (const lab of labs) expect(apart(lab, seen(zero, by))).toBeGreaterThan(0.06);
          expect(apart(seen(zero, by), seen(page, by))).toBeGreaterThan(0.06);
        }
      },
    );

  if (name === 'print')
    test('is made of greys alone, and differences run one way from end to end', () => {
      for (const rgb of [...weights, ...differences, palette.zero, palette.difference.zero])
        expect(new Set(rgb).size).toBe(1);
      expect(Math.min(...stepsOf(differences).map((step) => away * step))).toBeGreaterThanOrEqual(0);
    });
});

test('a difference stands as far from the middle as its absolute value is large, on the scale of the weights', () => {
  for (const scale of ['linear', 'sqrt', 'log'] as const)
    for (const share of [1e-9, 1e-3, 0.01, 0.2, 0.5, 0.999, 1, 3]) {
      const above = differenceIndexOf(scale, 0.25, 0.25 * share);
      expect(above).toBeGreaterThanOrEqual(128);
      expect(above + differenceIndexOf(scale, 0.25, -0.25 * share)).toBe(255);
      expect(Math.abs((above - 128) / 127 - indexOf(scale, 0.25, 0.25 * share) / 255)).toBeLessThan(0.01);
    }
});
