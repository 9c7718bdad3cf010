/** Differences of two heads on WebGPU are those that the reference paints, whatever the two heads are. */
import { beforeAll, expect, test } from 'vitest';
import {
  createGpuOperator,
  createReferenceOperator,
  type HeadPlace,
  type KeptLayer,
  type LayerInput,
  type Operator,
  type PictureRequest,
  palettes,
  type Tile,
} from '#attention';
import { freeBuffers, type Gpu, held, openGpu } from '#gpu';
import { attendOn } from './agree.ts';
import { layerWithScores, randomFrom, randomLayer } from './layers.ts';
import { expectSamePixels, pixelsOf } from './pictures.ts';

const reference = createReferenceOperator();
const shape = { tokens: 50, headSize: 16, heads: 3, keyHeads: 1 };
const inputs: readonly LayerInput<Float32Array>[] = [
  randomLayer('softmax', shape, 41),
  randomLayer('softpick', { ...shape, headSize: 20, keyHeads: 3 }, 42),
  { ...randomLayer('softpick', shape, 43), precision: 'f16' },
  randomLayer('softmax-sink', shape, 44),
  layerWithScores('softpick', Array<number>(50).fill(-2)),
];
const expectedLayers = inputs.map((input) => reference.attend(input).kept);
let gpu: Gpu;
let operator: Operator<GPUBuffer>;
let layers: readonly KeptLayer<GPUBuffer>[];

beforeAll(async () => {
  gpu = await openGpu();
  operator = await createGpuOperator(gpu);
  layers = await attendAll(inputs);
});

async function attendAll(all: readonly LayerInput<Float32Array>[]) {
  await Promise.all(
    all.map(({ rule, shape, precision }) => operator.prepare(rule, shape.headSize, precision)),
  );
  return all.map((input) => {
    const { kept, output } = attendOn(gpu, operator, input);
    freeBuffers(gpu, [output]);
    return kept;
  });
}

const whole = [0, 50] as const;
const tileOf = (at: HeadPlace, minus: HeadPlace, more: Partial<Tile> = {}): Tile => {
  const place = { left: 0, top: 0, width: 60, height: 55 };
  return { ...at, minus, ...place, queries: whole, keys: whole, limit: 0.5, ...more };
};
const requestOf = (tile: Tile, more: Partial<PictureRequest> = {}): PictureRequest => {
  const size = { width: tile.left + tile.width, height: tile.top + tile.height };
  return { ...size, tiles: [tile], scale: 'sqrt', palette: palettes.warm.light, ...more };
};
const expectSame = (request: PictureRequest) => expectSamePixels(operator, layers, expectedLayers, request);

test('of heads of any two rules, head sizes and precisions, on each scale', async () => {
  for (const [scale, minus] of [
    ['linear', { layer: 1, head: 2 }],
    ['sqrt', { layer: 2, head: 0 }],
    ['log', { layer: 3, head: 2 }],
    ['linear', { layer: 0, head: 0 }],
  ] as const) {
    await expectSame(requestOf(tileOf({ layer: 0, head: 1 }, minus), { scale }));
    await expectSame(requestOf(tileOf(minus, { layer: 0, head: 1 }), { scale, palette: palettes.warm.dark }));
  }
});

test('of any rectangle at any size, larger and smaller than its cells', async () => {
  const random = randomFrom(78);
  const below = (count: number) => Math.floor(random() * count);
  for (let n = 0; n < 12; n++) {
    const [queries, keys] = [0, 1].map(() => {
      const from = below(50);
      return [from, from + 1 + below(50 - from)] as const;
    });
    const size = { width: 1 + below(70), height: 1 + below(70) };
    const [at, minus] = [0, 1].map(() => ({ layer: below(4), head: below(3) }));
    await expectSame(requestOf(tileOf(at, minus, { ...size, queries, keys })));
  }
});

test('beside maps and other differences in one picture', async () => {
  const map: Tile = { ...tileOf({ layer: 1, head: 0 }, { layer: 1, head: 0 }), minus: undefined };
  const tiles = [
    tileOf({ layer: 0, head: 1 }, { layer: 3, head: 1 }),
    { ...map, left: 61, width: 30 },
    tileOf({ layer: 2, head: 2 }, { layer: 4, head: 0 }, { left: 92, top: 3, width: 20, height: 21 }),
    { ...map, head: 2, left: 92, top: 25, width: 20, height: 30 },
  ];
  await expectSame(requestOf(tiles[0], { tiles, width: 113, height: 57 }));
});

test('of a head from itself every cell is exactly zero, and no masked one is', async () => {
  const { difference, mask } = palettes.warm.light;
  const tile = tileOf({ layer: 0, head: 2 }, { layer: 0, head: 2 }, { width: 50, height: 50 });
  const pixels = pixelsOf(await operator.picture(layers, requestOf(tile, { scale: 'log' })));
  for (let at = 0; at < 2500; at++)
    expect([...pixels.subarray(4 * at, 4 * at + 4)]).toEqual(
      at % 50 <= Math.floor(at / 50) ? [...difference.zero, 255] : [...mask],
    );
});

test('of so many cells that they are drawn in strips of queries, a pixel of both strips too', async () => {
  const tokens = 1050;
  const large = randomLayer('softpick', { tokens, headSize: 16, heads: 2, keyHeads: 1 }, 45);
  const kept = await attendAll([large]);
  const expected = [reference.attend(large).kept];
  const all = [0, tokens] as const;
  for (const size of [
    { width: 40, height: 41 },
    { width: 9, height: 1 },
  ]) {
    const tile = tileOf({ layer: 0, head: 0 }, { layer: 0, head: 1 }, { ...size, queries: all, keys: all });
    await expectSamePixels(operator, kept, expected, requestOf(tile));
  }
  operator.release(kept);
});

test('leaves no buffer behind, and what does not fit is refused in words', async () => {
  const before = held(gpu);
  await expectSame(requestOf(tileOf({ layer: 0, head: 0 }, { layer: 1, head: 1 })));
  const short = await attendAll([randomLayer('softmax', { ...shape, tokens: 49 }, 46)]);
  const asked = operator.picture(
    [...layers, ...short],
    requestOf(tileOf({ layer: 0, head: 0 }, { layer: 5, head: 1 })),
  );
  await expect(asked).rejects.toThrow(
    'attention: expected a difference of heads with as many tokens, got 50 and 49',
  );
  operator.release(short);
  expect(held(gpu)).toEqual(before);
});
