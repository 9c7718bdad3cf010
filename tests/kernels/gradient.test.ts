/** The backward pass on WebGPU gives what the reference gives, for every rule that has one. */
import { beforeAll, describe, expect, test } from 'vitest';
import {
  createGpuOperator,
  createGradient,
  createReferenceGradient,
  createReferenceOperator,
  type Gradient,
  type KeptLayer,
  type LayerInput,
  rules,
} from '#attention';
import { freeBuffers, type Gpu, held, openGpu, readBack, upload } from '#gpu';
import { encodeF16 } from '#tensor';
import { largestDifference, scoreBound, uploadInput } from './agree.ts';
import { layerWithScores, randomFrom, randomLayer, specialScores } from './layers.ts';

const ids = rules.filter(({ slopes }) => slopes).map(({ id }) => id);
const operator = createReferenceOperator();
const reference = createReferenceGradient();
const parts = ['q', 'k', 'v', 'qkv'] as const;
type Whole = Readonly<Record<(typeof parts)[number], Float32Array>>;
let gpu: Gpu;
let gradient: Gradient<GPUBuffer>;

beforeAll(async () => {
  gpu = await openGpu();
  gradient = createGradient(gpu);
});

/** A gradient of the outputs, even from −1 to 1. */
function givenFor({
  shape: { tokens, heads, headSize },
}: LayerInput<Float32Array>): Float32Array<ArrayBuffer> {
  const random = randomFrom(tokens);
  return Float32Array.from({ length: tokens * heads * headSize }, () => 2 * random() - 1);
}

/** What the reference kept, to the bit, as buffers: only the backward pass is tested. */
function uploadKept(on: Gpu, { shape, rule, precision, q, k, rows }: KeptLayer<Float32Array>) {
  const vectors = (name: string, numbers: Float32Array) =>
    upload(on, name, precision === 'f16' ? new Uint16Array(encodeF16(numbers)) : new Float32Array(numbers));
  const buffers = {
    q: vectors('q', q),
    k: vectors('k', k),
    rows: upload(on, 'rows', new Float32Array(rows)),
  };
  return { shape, rule, precision, ...buffers };
}

/** All derivatives on WebGPU, read back; `more` bytes of NaN lie behind what a caller gives. */
async function differentiated(
  on: Gpu,
  by: Gradient<GPUBuffer>,
  layer: LayerInput<Float32Array>,
  expectedKept: KeptLayer<Float32Array>,
  more: number,
): Promise<Whole> {
  const before = held(on);
  const numbers = givenFor(layer);
  const longer = new Float32Array(numbers.length + more / 4).fill(Number.NaN);
  longer.set(numbers);
  const { qkv, cos, sin } = uploadInput(on, layer, more);
  const kept = uploadKept(on, expectedKept);
  const output = upload(on, 'given', longer);
  const { q, k, v } = by.differentiate({ kept, qkv, output });
  const { shape, rule, precision } = kept;
  const whole = { q, k, v, qkv: by.rotateBack({ shape, rule, precision, q, k, v }, cos, sin) };
  freeBuffers(on, [qkv, cos, sin, kept.q, kept.k, kept.rows, output]);
  const { tokens, heads, keyHeads, headSize } = shape;
  const vectors = { q: heads, k: keyHeads, v: keyHeads, qkv: heads + 2 * keyHeads };
  const read = await readBack(
    on,
    parts.map((part) => ({ buffer: whole[part], bytes: 4 * vectors[part] * tokens * headSize })),
  );
  by.release(Object.values(whole));
  expect(held(on)).toEqual(before);
  return Object.fromEntries(parts.map((part, at) => [part, new Float32Array(read[at])])) as Whole;
}

function expectedOf(layer: LayerInput<Float32Array>) {
  const { kept } = operator.attend(layer);
  const by = reference.differentiate({ kept, qkv: layer.qkv, output: givenFor(layer) });
  const { q, k, v } = by;
  const all = { q, k, v, qkv: reference.rotateBack(by, layer.cos, layer.sin) };
  return {
    kept,
    whole: Object.fromEntries(parts.map((part) => [part, Float32Array.from(all[part])])) as Whole,
  };
}

const largest = (numbers: Float32Array) => numbers.reduce((size, each) => Math.max(size, Math.abs(each)), 0);

/** Largest |dO·v| of a pair that sees each other. */
function largestGain({ shape, qkv }: LayerInput<Float32Array>, given: Float32Array): number {
  const { tokens, heads, keyHeads, headSize } = shape;
  let size = 0;
  for (let row = 0; row < tokens * heads; row++)
    for (let key = 0; key <= Math.floor(row / heads); key++) {
      const keyHead = Math.floor((row % heads) / (heads / keyHeads));
      const value = (key * (heads + 2 * keyHeads) + heads + keyHeads + keyHead) * headSize;
      let gain = 0;
      for (let i = 0; i < headSize; i++) gain += given[row * headSize + i] * qkv[value + i];
      size = Math.max(size, Math.abs(gain));
    }
  return size;
}

/**
 * As near as the weights of the forward pass must be, times what a weight is worth: for v the largest |dO|, for q and k
 * the largest |dO·v| times that of the other's channels, over √D; each query head of a key head counts.
 */
async function expectAgreement(
  layer: LayerInput<Float32Array>,
  { on = gpu, by = gradient, more = 0, near = 0 } = {},
): Promise<Whole> {
  const { heads, keyHeads, headSize } = layer.shape;
  await by.prepare(layer.rule, headSize, layer.precision);
  const { kept, whole } = expectedOf(layer);
  const got = await differentiated(on, by, layer, kept, more);
  const bounds = Array.from({ length: heads }, (_, head) => scoreBound(kept, head));
  const nearness = near || 1e-5 + 4 * Math.max(...bounds);
  const given = givenFor(layer);
  const gain = largestGain(layer, given) / Math.sqrt(headSize);
  const group = heads / keyHeads;
  const scales = {
    q: gain * largest(kept.k),
    k: group * gain * largest(kept.q),
    v: group * largest(given),
  };
  for (const part of parts) {
    const scale = part === 'qkv' ? Math.SQRT2 * Math.max(scales.q, scales.k, scales.v) : scales[part];
    expect(largestDifference(got[part], whole[part]), part).toBeLessThanOrEqual(nearness * scale);
  }
  return got;
}

describe.each(ids)('%s', (id) => {
  test.each([
    [1, 16, 2, 1],
    [2, 16, 3, 3],
    [63, 64, 2, 2],
    [64, 16, 4, 2],
    [65, 128, 2, 1],
    [130, 16, 6, 2],
  ])('%i tokens, head size %i, %i heads on %i key heads', async (tokens, headSize, heads, keyHeads) => {
    await expectAgreement(randomLayer(id, { tokens, headSize, heads, keyHeads }, 100 + tokens + headSize));
  });

  test.each(Object.entries(specialScores))('scores %s', async (_, scores) => {
    // These scores have no rounding.
    const got = await expectAgreement(layerWithScores(id, scores), { near: 1e-5 });
    for (const part of parts) expect(got[part].every(Number.isFinite)).toBe(true);
  });
});

test.each(['softpick', 'relu-softpick', 'rectified'] as const)(
  '%s gives rows without weight a gradient of exactly zero',
  async (id) => {
    const got = await expectAgreement(layerWithScores(id, Array<number>(40).fill(-3)));
    for (const part of parts) expect(got[part].every((each) => each === 0)).toBe(true);
  },
);

test('q and k kept in f16 give the same', async () => {
  const layer = randomLayer('softpick', { tokens: 40, headSize: 16, heads: 4, keyHeads: 2 }, 5);
  await expectAgreement({ ...layer, precision: 'f16' });
});

test('the kernels go on from what the forward pass left on the GPU', async () => {
  const layer = randomLayer('softpick', { tokens: 33, headSize: 16, heads: 4, keyHeads: 2 }, 21);
  const forward = await createGpuOperator(gpu);
  await Promise.all([forward.prepare('softpick', 16), gradient.prepare('softpick', 16)]);
  const input = uploadInput(gpu, layer);
  const { kept, output } = forward.attend(input);
  const given = upload(gpu, 'given', givenFor(layer));
  const { q, k, v } = gradient.differentiate({ kept, qkv: input.qkv, output: given });
  const { whole } = expectedOf(layer);
  const [bytes] = await readBack(gpu, [{ buffer: k, bytes: 4 * whole.k.length }]);
  expect(largestDifference(new Float32Array(bytes), whole.k)).toBeLessThanOrEqual(1e-4 * largest(whole.k));
  forward.release([kept]);
  gradient.release([q, k, v]);
  freeBuffers(gpu, [output, given, input.qkv, input.cos, input.sin]);
});

test('the same numbers give the same gradient, to the bit', async () => {
  const layer = randomLayer('softpick', { tokens: 70, headSize: 16, heads: 4, keyHeads: 1 }, 22);
  expect(await expectAgreement(layer)).toEqual(await expectAgreement(layer));
});

test('the tiles of a real GPU give the same', async () => {
  const by = createGradient({ ...gpu, software: false });
  await expectAgreement(randomLayer('softpick', { tokens: 130, headSize: 32, heads: 4, keyHeads: 2 }, 9), {
    by,
  });
});

test('a device with the least limits that WebGPU allows gives the same at the largest head size', async () => {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('expected an adapter');
  const device = await adapter.requestDevice();
  expect(device.limits.maxStorageBuffersPerShaderStage).toBe(8);
  const on: Gpu = { ...gpu, device, software: false };
  const layer = randomLayer('softpick', { tokens: 40, headSize: 128, heads: 2, keyHeads: 1 }, 11);
  await expectAgreement(layer, { on, by: createGradient(on) });
  device.destroy();
});

test('what lies behind the numbers of a larger buffer is never read', async () => {
  const layer = randomLayer('softmax', { tokens: 33, headSize: 20, heads: 2, keyHeads: 1 }, 12);
  await expectAgreement(layer, { more: 4096 });
});

test('a rule with a parameter, a kind not prepared, and numbers too few are refused in words', async () => {
  const before = held(gpu);
  const fresh = createGradient(gpu);
  for (const { id } of rules.filter(({ parameter }) => parameter))
    await expect(fresh.prepare(id, 16)).rejects.toThrow(
      `attention: expected a rule without a parameter, to differentiate it, got ${id}`,
    );
  await expect(fresh.prepare('softmax', 12)).rejects.toThrow('a head size of 16 to 128');
  const layer = randomLayer('softmax', { tokens: 5, headSize: 16, heads: 2, keyHeads: 1 }, 14);
  const kept = uploadKept(gpu, operator.attend(layer).kept);
  const { qkv, cos, sin } = uploadInput(gpu, layer);
  const [output, few] = [160, 64].map((numbers) => upload(gpu, 'given', new Float32Array(numbers)));
  expect(() => fresh.differentiate({ kept, qkv, output })).toThrow(
    'attention: expected prepare(softmax, 16, f32) of the gradient to have resolved, got none',
  );
  await fresh.prepare('softmax', 16);
  expect(() => fresh.differentiate({ kept, qkv, output: few })).toThrow(
    'attention: expected at least 640 bytes in the gradient of the output, got 256',
  );
  const by = fresh.differentiate({ kept, qkv, output });
  const short = upload(gpu, 'cos', new Float32Array(4));
  expect(() => fresh.rotateBack(by, short, sin)).toThrow(
    'attention: expected at least 160 bytes in cos, got 16',
  );
  fresh.release([by.q, by.k, by.v]);
  freeBuffers(gpu, [kept.q, kept.k, kept.rows, qkv, cos, sin, output, few, short]);
  expect(held(gpu)).toEqual(before);
});
