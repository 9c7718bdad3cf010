/** Pictures from WebGPU are those that the reference paints, pixel for pixel. */
import { beforeAll, expect, test } from 'vitest';
import {
  createGpuOperator,
  createReferenceOperator,
  type KeptLayer,
  type Operator,
  type PictureRequest,
  paint,
  palettes,
  rules,
  type Tile,
} from '#attention';
import { type Gpu, held, openGpu } from '#gpu';
import { attendOn } from './agree.ts';
import { layerWithScores, randomFrom, randomLayer } from './layers.ts';
import { expectSamePixels, pixelsOf } from './pictures.ts';

const reference = createReferenceOperator();
const shape = { tokens: 50, headSize: 16, heads: 3, keyHeads: 1 };
const inputs = [
  randomLayer('softpick', shape, 21),
  randomLayer('softmax', shape, 22),
  layerWithScores('softpick', [...Array<number>(40).fill(-100), 2, ...Array<number>(30).fill(0)]),
  ...rules.map(({ id }, at) => randomLayer(id, shape, 23 + at)),
];
const expectedLayers = inputs.map((input) => reference.attend(input).kept);
let gpu: Gpu;
let operator: Operator<GPUBuffer>;
let layers: KeptLayer<GPUBuffer>[];

beforeAll(async () => {
  gpu = await openGpu();
  operator = await createGpuOperator(gpu);
  await Promise.all(rules.map(({ id }) => operator.prepare(id, 16)));
  layers = inputs.map((input) => attendOn(gpu, operator, input).kept);
});

const expectSame = (request: PictureRequest, on = operator) =>
  expectSamePixels(on, layers, expectedLayers, request);

test('an atlas of all heads of all layers, smaller than its cells', async () => {
  const tiles = inputs.flatMap(({ shape: { heads, tokens } }, layer) =>
    Array.from({ length: heads }, (_, head): Tile => {
      const all = [0, tokens] as const;
      const place = { left: 30 * head + 1, top: 31 * layer, width: 27, height: 28 };
      return { layer, head, ...place, queries: all, keys: all, limit: head ? 0.5 : 1 };
    }),
  );
  for (const scale of ['linear', 'sqrt', 'log'] as const)
    for (const palette of [palettes.warm.light, palettes.warm.dark])
      await expectSame({ width: 101, height: 31 * inputs.length + 2, tiles, scale, palette });
});

test('on the tiles of a real GPU, heads of many cells and of few', async () => {
  const hardware = await createGpuOperator({ ...gpu, software: false });
  await hardware.prepare('softpick', 16);
  const all = [0, 50] as const;
  const tiles = [
    { layer: 0, head: 1, left: 0, top: 0, width: 11, height: 60, queries: all, keys: all, limit: 1 },
    { layer: 2, head: 0, left: 12, top: 0, width: 9, height: 7, queries: [0, 71], keys: [0, 71], limit: 1 },
    { layer: 0, head: 2, left: 12, top: 8, width: 70, height: 50, queries: [9, 49], keys: [3, 41], limit: 1 },
  ] satisfies Tile[];
  await expectSame({ width: 82, height: 60, tiles, scale: 'log', palette: palettes.warm.light }, hardware);
});

test('one head large, a cell on many pixels', async () => {
  const tile: Tile = {
    layer: 0,
    head: 2,
    left: 0,
    top: 0,
    width: 230,
    height: 190,
    queries: [0, 50],
    keys: [0, 50],
    limit: 1,
  };
  await expectSame({
    width: 230,
    height: 190,
    tiles: [tile],
    scale: 'sqrt',
    palette: palettes.warm.light,
  });
});

test('any rectangle at any size', async () => {
  const random = randomFrom(77);
  const below = (count: number) => Math.floor(random() * count);
  for (let n = 0; n < 12; n++) {
    const [width, height] = [1 + below(70), 1 + below(70)];
    const layer = below(2);
    const spans = [0, 1].map(() => {
      const from = below(50);
      return [from, from + 1 + below(50 - from)] as const;
    });
    const tile: Tile = {
      layer,
      head: below(3),
      left: 0,
      top: 0,
      width,
      height,
      queries: spans[0],
      keys: spans[1],
      limit: 0.4,
    };
    await expectSame({ width, height, tiles: [tile], scale: 'log', palette: palettes.warm.dark });
  }
});

test('a head of more cells than a block of pixels, squeezed into three', async () => {
  const tile: Tile = {
    layer: 2,
    head: 0,
    left: 0,
    top: 0,
    width: 3,
    height: 3,
    queries: [0, 71],
    keys: [0, 71],
    limit: 1,
  };
  await expectSame({
    width: 3,
    height: 3,
    tiles: [tile],
    scale: 'linear',
    palette: palettes.warm.light,
  });
});

test('a picture leaves no buffer behind, and two asked for at once do not mix', async () => {
  const before = held(gpu);
  const tile = (layer: number, side: number): PictureRequest => ({
    width: side,
    height: side,
    tiles: [
      {
        layer,
        head: 0,
        left: 0,
        top: 0,
        width: side,
        height: side,
        queries: [0, 50],
        keys: [0, 50],
        limit: 1,
      },
    ],
    scale: 'linear',
    palette: palettes.warm.light,
  });
  await Promise.all([expectSame(tile(0, 64)), expectSame(tile(1, 40))]);
  expect(held(gpu)).toEqual(before);
});

test('the fallback’s bitmap holds the painted pixels', async () => {
  const tile: Tile = {
    layer: 1,
    head: 1,
    left: 3,
    top: 2,
    width: 40,
    height: 40,
    queries: [0, 50],
    keys: [0, 50],
    limit: 1,
  };
  const request: PictureRequest = {
    width: 45,
    height: 44,
    tiles: [tile],
    scale: 'log',
    palette: palettes.warm.dark,
  };
  const bitmap = await reference.picture(expectedLayers, request);
  expect(pixelsOf(bitmap)).toEqual(paint(expectedLayers, request).data);
});

test('what cannot be drawn is refused in words', async () => {
  const tile: Tile = {
    layer: layers.length,
    head: 0,
    left: 0,
    top: 0,
    width: 9,
    height: 9,
    queries: [0, 9],
    keys: [0, 9],
    limit: 1,
  };
  const request: PictureRequest = {
    width: 9,
    height: 9,
    tiles: [tile],
    scale: 'log',
    palette: palettes.warm.dark,
  };
  const last = layers.length - 1;
  await expect(operator.picture(layers, request)).rejects.toThrow(
    `expected layer from 0 to ${last}, got ${last + 1}`,
  );
});
