/** The plain kernel, timed as ours is: 24 layers in one pass; all of them write the same map. */
import { compile, createBuffer, dispatch, freeBuffers, type Gpu, upload } from '#gpu';
import { type Cost, runs, timed, warm } from '../measure.ts';
import { normal } from '../random.ts';
import naiveCode from './naive.wgsl?raw';
import { HEAD_SIZE, HEADS, LAYERS } from './shape.ts';

/** From here on a run takes most of a second on a fast device: fewer will do. */
const LONG = 2048;

/** Null where the map of one layer is larger than the device binds. */
export async function timeNaive(gpu: Gpu, tokens: number): Promise<Cost | null> {
  const map = 4 * HEADS * tokens * tokens;
  if (map > Math.min(gpu.device.limits.maxBufferSize, gpu.device.limits.maxStorageBufferBindingSize))
    return null;
  const size = HEADS * tokens * HEAD_SIZE;
  const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
  const bindings = [
    upload(gpu, 'sizes', Uint32Array.of(tokens, HEADS), usage),
    ...['q', 'k', 'v'].map((name, at) => upload(gpu, name, normal(size, at * 100_003))),
    createBuffer(gpu, 'map', map),
    createBuffer(gpu, 'output', 4 * size),
  ];
  const step = {
    pipeline: await compile(gpu, 'naive', naiveCode),
    bindings,
    workgroups: [tokens, HEADS] as const,
  };
  const act = () => dispatch(gpu, 'naive', Array(LAYERS).fill(step));
  const [count, before] = tokens < LONG ? [runs, warm] : [Math.min(runs, 3), Math.min(warm, 1)];
  const cost = await timed(gpu, act, count, before);
  freeBuffers(gpu, bindings);
  return cost;
}
