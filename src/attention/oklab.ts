/** Ramps of colours, even in the lightness that is seen: Oklab (Björn Ottosson 2020). */

/** Lightness 0 to 1, green–red, blue–yellow. */
type Lab = readonly [number, number, number];

const linear = (level: number) => (level <= 0.04045 ? level / 12.92 : ((level + 0.055) / 1.055) ** 2.4);
const encoded = (light: number) => (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055);

function labOf(hex: string): Lab {
  const [r, g, b] = [1, 3, 5].map((at) => linear(Number.parseInt(hex.slice(at, at + 2), 16) / 255));
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function rgbOf([lightness, a, b]: Lab): number[] {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((light) => Math.round(255 * encoded(Math.min(1, Math.max(0, light)))));
}

/** [count, RGB] through the anchors, whose lightness runs one way: even from the first to the last. */
export function rampThrough(anchors: readonly string[], count = 256): Uint8Array {
  const labs = anchors.map(labOf);
  const [from, to] = [labs[0][0], labs[labs.length - 1][0]];
  const colours = new Uint8Array(count * 3);
  for (let index = 0; index < count; index++) {
    const lightness = from + ((to - from) * index) / (count - 1);
    const next = labs.findIndex(([l], at) => at > 0 && (to > from ? l >= lightness : l <= lightness));
    const [low, high] = next < 0 ? labs.slice(-2) : [labs[next - 1], labs[next]];
    const share = (lightness - low[0]) / (high[0] - low[0]);
    const between = (axis: 1 | 2) => low[axis] + share * (high[axis] - low[axis]);
    colours.set(rgbOf([lightness, between(1), between(2)]), index * 3);
  }
  return colours;
}
