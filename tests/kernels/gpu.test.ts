/** The GPU room: what it opens, counts and says when something is wrong. */
import { expect, test } from 'vitest';
import {
  charge,
  compile,
  createBuffer,
  DeviceLost,
  dispatch,
  freeBuffers,
  held,
  openGpu,
  readBack,
  spare,
  trimSpare,
  upload,
} from '#gpu';
import { openScarceGpu } from './scarce.ts';

const doubling = `
@group(0) @binding(0) var<storage, read_write> numbers: array<f32>;
@compute @workgroup_size(4)
fn main(@builtin(global_invocation_id) id: vec3u) {
  numbers[id.x] = 2.0 * numbers[id.x];
}`;

test('the device has a name, the adapter’s limits, and only features that are there', async () => {
  const gpu = await openGpu();
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('expected an adapter');
  expect(gpu.name).toMatch(/\w/);
  expect(gpu.device.limits.maxBufferSize).toBe(adapter.limits.maxBufferSize);
  expect(gpu.device.limits.maxStorageBufferBindingSize).toBe(adapter.limits.maxStorageBufferBindingSize);
  for (const feature of gpu.features) expect(adapter.features.has(feature as GPUFeatureName)).toBe(true);
});

test('uploads, computes in order, and reads several ranges in one go', async () => {
  const gpu = await openGpu();
  const buffer = upload(gpu, 'numbers', Float32Array.of(1, 2, 3, 4));
  const step = {
    pipeline: await compile(gpu, 'doubling', doubling),
    bindings: [buffer],
    workgroups: [1] as const,
  };
  dispatch(gpu, 'twice', [step, step]);
  const read = await readBack(gpu, [
    { buffer, offset: 8, bytes: 8 },
    { buffer, bytes: 4 },
  ]);
  expect(read.map((bytes) => [...new Float32Array(bytes)])).toEqual([[12, 16], [4]]);
});

test('counts buffers and bytes from creation to release', async () => {
  const gpu = await openGpu();
  expect(held(gpu)).toEqual({ count: 0, bytes: 0 });
  const buffers = [createBuffer(gpu, 'a', 17), createBuffer(gpu, 'b', 0)];
  expect(held(gpu)).toEqual({ count: 2, bytes: 32 + 16 });
  await readBack(gpu, [{ buffer: buffers[0], bytes: 16 }]);
  freeBuffers(gpu, buffers);
  freeBuffers(gpu, buffers);
  expect(held(gpu)).toEqual({ count: 0, bytes: 0 });
});

test('the same text is compiled once, and a broken one is refused with line and words, every time', async () => {
  const gpu = await openGpu();
  expect(await compile(gpu, 'doubling', doubling)).toBe(await compile(gpu, 'doubling', doubling));
  for (let n = 0; n < 2; n++)
    await expect(compile(gpu, 'broken', doubling.replace('2.0', 'two'))).rejects.toThrow(
      /^gpu: expected broken to compile, got line 5: .*two.* in "numbers\[id\.x\] = two/,
    );
});

test('a buffer larger than the device allows is refused at once, with both numbers', async () => {
  const gpu = await openGpu();
  const most = Math.min(gpu.device.limits.maxBufferSize, gpu.device.limits.maxStorageBufferBindingSize);
  const asked = Math.floor(most / 2 ** 20 + 2) * 2 ** 20;
  expect(() => createBuffer(gpu, 'values', asked)).toThrow(
    `gpu: out of memory: expected at most ${Math.floor(most / 2 ** 20)} MiB in one buffer, got ${asked / 2 ** 20} MiB for values`,
  );
  expect(held(gpu).count).toBe(0);
});

test('an invalid call is thrown where somebody waits next, once', async () => {
  const gpu = await openGpu();
  const buffer = createBuffer(gpu, 'numbers', 16);
  gpu.device.queue.writeBuffer(buffer, 8, new Float32Array(4));
  await expect(readBack(gpu, [{ buffer, bytes: 16 }])).rejects.toThrow('gpu: expected a valid call, got');
  await expect(readBack(gpu, [{ buffer, bytes: 16 }])).resolves.toHaveLength(1);
});

test('a failure is thrown where its owner waits; nobody’s in whoever waits first', async () => {
  const gpu = await openGpu();
  const [one, other] = [{}, {}];
  const buffer = createBuffer(gpu, 'numbers', 16);
  const spoil = () => gpu.device.queue.writeBuffer(buffer, 8, new Float32Array(4));
  const read = (owner: object) => {
    charge(gpu, owner);
    return readBack(gpu, [{ buffer, bytes: 16 }]);
  };
  charge(gpu, one);
  spoil();
  await expect(read(other)).resolves.toHaveLength(1);
  await expect(read(one)).rejects.toThrow('gpu: expected a valid call, got');
  await expect(read(one)).resolves.toHaveLength(1);
  charge(gpu);
  spoil();
  await expect(read(other)).rejects.toThrow('gpu: expected a valid call, got');
  await expect(read(one)).resolves.toHaveLength(1);
});

test('when memory runs out the reader is told what was asked for, and what lies spare is given back', async () => {
  const { gpu, give } = await openScarceGpu();
  freeBuffers(gpu, [createBuffer(gpu, 'a', 3 * 2 ** 20)]);
  give((label) => label !== 'values');
  const values = createBuffer(gpu, 'values', 2 ** 21);
  await expect(readBack(gpu, [{ buffer: values, bytes: 16 }])).rejects.toThrow(
    'gpu: out of memory: expected 2 MiB for values beside 3 MiB in use, got none',
  );
  expect(held(gpu).count).toBe(0);
  expect(spare(gpu).count).toBeLessThanOrEqual(1);
  expect(createBuffer(gpu, 'a', 16)).not.toBe(values);
});

test('a lost device is told apart from all else, and nothing of it stays counted', async () => {
  const gpu = await openGpu();
  const buffer = createBuffer(gpu, 'numbers', 16);
  const waiting = readBack(gpu, [{ buffer, bytes: 16 }]);
  gpu.device.destroy();
  await expect(waiting).rejects.toThrow(DeviceLost);
  await expect(gpu.lost).resolves.toMatchObject({ reason: 'destroyed' });
  await expect(readBack(gpu, [{ buffer, bytes: 16 }])).rejects.toThrow('got lost (destroyed)');
  freeBuffers(gpu, [buffer]);
  expect(held(gpu).count).toBe(0);
});

test('what is given back is used again, counted apart, and bounded', async () => {
  const gpu = await openGpu();
  const first = createBuffer(gpu, 'a', 3000);
  freeBuffers(gpu, [first]);
  expect(held(gpu).count).toBe(0);
  expect(spare(gpu)).toEqual({ count: 1, bytes: 3072 });
  // Nearly the same size, another usage, the same size.
  expect(createBuffer(gpu, 'b', 3050)).toBe(first);
  freeBuffers(gpu, [first]);
  expect(createBuffer(gpu, 'c', 3000, GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST)).not.toBe(first);
  const large = Array.from({ length: 3 }, () => createBuffer(gpu, 'large', 100 * 2 ** 20));
  freeBuffers(gpu, large);
  expect(spare(gpu).bytes).toBeLessThanOrEqual(256 * 2 ** 20);
  expect(spare(gpu).count).toBe(2);
  trimSpare(gpu);
  expect(spare(gpu)).toEqual({ count: 0, bytes: 0 });
});
