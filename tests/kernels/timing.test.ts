/** The GPU time of passes, by the clock of the device that these tests run on. */
import { expect, test } from 'vitest';
import { compile, createBuffer, dispatch, freeBuffers, type Gpu, held, measurePasses, openGpu } from '#gpu';

const counting = (rounds: number) => `
@group(0) @binding(0) var<storage, read_write> numbers: array<u32>;
@compute @workgroup_size(1)
fn main(@builtin(global_invocation_id) id: vec3u) {
  for (var round = 0u; round < ${rounds}u; round++) {
    numbers[id.x] = numbers[id.x] * 3u + 1u;
  }
}`;

async function stepOf(gpu: Gpu, rounds: number, buffer: GPUBuffer) {
  const pipeline = await compile(gpu, 'counting', counting(rounds));
  return { pipeline, bindings: [buffer], workgroups: [64] as const };
}

test('every pass of an act is timed, in order, and longer work takes longer', async () => {
  const gpu = await openGpu();
  const buffer = createBuffer(gpu, 'numbers', 256);
  const [short, long] = [await stepOf(gpu, 1, buffer), await stepOf(gpu, 100_000, buffer)];
  dispatch(gpu, 'before', [short]);
  const before = held(gpu);
  const times = await measurePasses(gpu, async () => {
    dispatch(gpu, 'short', [short]);
    await gpu.device.queue.onSubmittedWorkDone();
    dispatch(gpu, 'long', [long, long]);
  });
  dispatch(gpu, 'after', [short]);
  expect(times.map(({ label }) => label)).toEqual(['short', 'long']);
  const [first, second] = times;
  expect(first.start).toBe(0);
  expect(second.start).toBeGreaterThanOrEqual(first.milliseconds);
  expect(first.milliseconds).toBeGreaterThanOrEqual(0);
  // Chromium may round to 0.1 ms.
  expect(second.milliseconds).toBeGreaterThan(first.milliseconds + 0.2);
  expect(held(gpu)).toEqual(before);
  freeBuffers(gpu, [buffer]);
});

test('an act without passes has no times, and one that fails leaves the device as it was', async () => {
  const gpu = await openGpu();
  expect(await measurePasses(gpu, () => undefined)).toEqual([]);
  const failing = measurePasses(gpu, () => Promise.reject(new Error('no kernel')));
  await expect(failing).rejects.toThrow('no kernel');
  expect(await measurePasses(gpu, () => undefined)).toEqual([]);
});

test('a second measurement at the same time is refused, and so is one without a clock', async () => {
  const gpu = await openGpu();
  await measurePasses(gpu, async () => {
    const second = measurePasses(gpu, () => undefined);
    await expect(second).rejects.toThrow('gpu: expected one measurement at a time, got a second');
  });
  const clockless: Gpu = { ...gpu, features: new Set() };
  await expect(measurePasses(clockless, () => undefined)).rejects.toThrow(
    `gpu: expected a device with timestamp-query, got ${gpu.name} without it`,
  );
});
