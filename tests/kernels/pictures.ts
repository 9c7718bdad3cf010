/** Pictures of the same layers on the GPU and by the reference, pixel beside pixel. */
import { expect } from 'vitest';
import {
  type KeptLayer,
  type Operator,
  type Palette,
  type PictureRequest,
  paint,
  type Ramp,
} from '#attention';

export function pixelsOf(bitmap: ImageBitmap): Uint8ClampedArray {
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
  if (!context) throw new Error('expected a 2D canvas');
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height).data;
}

const rampPlaces = ({ colours, zero }: Ramp, from: number): readonly [string, number][] => [
  ...Array.from({ length: 256 }, (_, n): [string, number] => [
    [...colours.subarray(3 * n, 3 * n + 3), 255].join(),
    from + n,
  ]),
  [[...zero, 255].join(), -100],
];

/** Colour → place in the palette, differences behind weights; zero and mask have places that are no neighbour of any. */
function placesOf(palette: Palette): Map<string, number> {
  const { difference, mask } = palette;
  return new Map([...rampPlaces(difference, 1000), ...rampPlaces(palette, 0), [mask.join(), -200]]);
}

/**
 * Rows that sum to one differ by as much above zero as below: where two such cells fall on one pixel, rounding decides
 * which is shown.
 */
const mirrored = (place: number, expected: number) => place >= 1000 && Math.abs(place + expected - 2255) <= 1;

/** Both draw the same, but for a few pixels that are one colour further along the palette. */
export async function expectSamePixels(
  operator: Operator<GPUBuffer>,
  layers: readonly KeptLayer<GPUBuffer>[],
  expectedLayers: readonly KeptLayer<Float32Array>[],
  request: PictureRequest,
): Promise<void> {
  const places = placesOf(request.palette);
  const got = pixelsOf(await operator.picture(layers, request));
  const { data } = paint(expectedLayers, request);
  expect(got.length).toBe(data.length);
  let different = 0;
  for (let at = 0; at < data.length; at += 4) {
    const [place, expected] = [got, data].map(
      (pixels) => places.get([...pixels.subarray(at, at + 4)].join()) ?? Number.NaN,
    );
    if (place === expected) continue;
    different += 1;
    if (!(Math.abs(place - expected) <= 1 || mirrored(place, expected)))
      expect([at / 4, place]).toEqual([at / 4, expected]);
  }
  expect(different).toBeLessThan(0.02 * (data.length / 4) + 2);
}
