/**
 * The operator's forward pass at the 340M shape (24 layers, 16 heads of 64) against the plain kernel and the
 * device's two ceilings, all in one run. Posts each line to /log, then DONE. `?tokens=64,512` sets the lengths.
 */
import { createGpuOperator, type KeptLayer, type RuleId } from '#attention';
import { createBuffer, freeBuffers, type Gpu, openGpu, upload } from '#gpu';
import ceilingsCode from './ceilings.wgsl?raw';
import naiveCode from './naive.wgsl?raw';

const LAYERS = 24;
const HEADS = 16;
const HEAD_SIZE = 64;
const query = new URLSearchParams(location.search);
/** Warm-ups and runs; `?runs=1` is enough where a CPU stands in for the GPU. */
const RUNS = Number(query.get('runs') ?? 15);
const WARM = Math.min(3, RUNS);
const log = (line: unknown) =>
  fetch('/log', { method: 'POST', body: typeof line === 'string' ? line : JSON.stringify(line) });
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Uniform in −1 to 1 from a seed (mulberry32). */
function random(seed: number, count: number): Float32Array<ArrayBuffer> {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  });
}

/** Median milliseconds from submit to the device's word that it is done; what `act` makes is freed by `after`. */
async function timed(gpu: Gpu, act: () => void, after: () => void = () => undefined): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < WARM + RUNS; i += 1) {
    await gpu.device.queue.onSubmittedWorkDone();
    const start = performance.now();
    act();
    await gpu.device.queue.onSubmittedWorkDone();
    times.push(performance.now() - start);
    after();
  }
  return median(times.slice(WARM));
}

function submit(
  gpu: Gpu,
  pipeline: GPUComputePipeline,
  buffers: readonly GPUBuffer[],
  groups: number[],
  times = 1,
) {
  const { device } = gpu;
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
  pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
  for (let i = 0; i < times; i += 1) pass.dispatchWorkgroups(groups[0], groups[1] ?? 1);
  pass.end();
  device.queue.submit([encoder.finish()]);
}

const pipelineOf = (
  { device }: Gpu,
  code: string,
  entryPoint: string,
  constants: Record<string, number> = {},
) =>
  device.createComputePipelineAsync({
    layout: 'auto',
    compute: { module: device.createShaderModule({ code }), entryPoint, constants },
  });

/** Bytes read and written, and multiply-adds counted as two, per second. */
async function ceilings(gpu: Gpu) {
  // A CPU that stands in for the GPU would take minutes for what a GPU needs to be kept busy.
  const bytes = Math.min((gpu.software ? 4 : 256) * 2 ** 20, gpu.device.limits.maxStorageBufferBindingSize);
  const [source, into] = [createBuffer(gpu, 'source', bytes), createBuffer(gpu, 'into', bytes)];
  const copy = await pipelineOf(gpu, ceilingsCode, 'copy');
  const multiply = await pipelineOf(gpu, ceilingsCode, 'multiply', { ROUNDS: 512 });
  const groups = bytes / 16 / 256;
  const copied = await timed(gpu, () => submit(gpu, copy, [source, into], [groups / 16, 16], 10));
  const threads = (gpu.software ? 16 : 8192) * 256;
  const multiplied = await timed(gpu, () => submit(gpu, multiply, [source, into], [threads / 256], 10));
  freeBuffers(gpu, [source, into]);
  return {
    bandwidth: (10 * 2 * bytes) / (copied / 1000),
    throughput: (10 * threads * 512 * 2 * 4 * 2) / (multiplied / 1000),
  };
}

async function naive(gpu: Gpu, tokens: number): Promise<number> {
  const size = HEADS * tokens * HEAD_SIZE;
  const made = [
    upload(gpu, 'sizes', Uint32Array.of(tokens, HEADS), GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST),
    ...[1, 2, 3].map((seed) => upload(gpu, 'input', random(seed, size))),
    createBuffer(gpu, 'map', 4 * HEADS * tokens * tokens),
    createBuffer(gpu, 'output', 4 * size),
  ];
  const pipeline = await pipelineOf(gpu, naiveCode, 'main', { HEAD_SIZE });
  const time = await timed(gpu, () => submit(gpu, pipeline, made, [tokens, HEADS], LAYERS));
  freeBuffers(gpu, made);
  return time;
}

async function ours(gpu: Gpu, rule: RuleId, tokens: number) {
  const operator = await createGpuOperator(gpu);
  await operator.prepare(rule, HEAD_SIZE);
  const shape = { tokens, heads: HEADS, keyHeads: HEADS, headSize: HEAD_SIZE };
  const qkv = upload(gpu, 'qkv', random(4, tokens * 3 * HEADS * HEAD_SIZE));
  const angles = random(5, (tokens * HEAD_SIZE) / 2);
  const cos = upload(gpu, 'cos', angles.map(Math.cos));
  const sin = upload(gpu, 'sin', angles.map(Math.sin));
  let layers: KeptLayer<GPUBuffer>[] = [];
  const act = () => {
    layers = Array.from({ length: LAYERS }, () => {
      const { kept, output } = operator.attend({ shape, rule, qkv, cos, sin });
      freeBuffers(gpu, [output]);
      return kept;
    });
  };
  const forward = await timed(gpu, act, () => operator.release(layers));
  act();
  const survey: number[] = [];
  for (let i = 0; i < WARM + RUNS; i += 1) {
    const start = performance.now();
    await operator.survey(layers);
    survey.push(performance.now() - start);
  }
  operator.release(layers);
  freeBuffers(gpu, [qkv, cos, sin]);
  return { forward, survey: median(survey.slice(WARM)) };
}

async function main() {
  const gpu = await openGpu();
  await log({ adapter: gpu.name, features: [...gpu.features], userAgent: navigator.userAgent });
  const { bandwidth, throughput } = await ceilings(gpu);
  await log({ bandwidthGBs: bandwidth / 1e9, throughputTFlops: throughput / 1e12 });
  for (const tokens of (query.get('tokens') ?? '64,128,256,512,1024,2048').split(',').map(Number)) {
    const softmax = await ours(gpu, 'softmax', tokens);
    const softpick = await ours(gpu, 'softpick', tokens);
    // Whole maps of long texts would not fit one binding on most devices.
    const plain = tokens <= 1024 ? await naive(gpu, tokens) : null;
    const cells = (tokens * (tokens + 1)) / 2;
    const flops = LAYERS * HEADS * cells * HEAD_SIZE * 2 * 2;
    const bytes = LAYERS * HEADS * tokens * HEAD_SIZE * 4 * (3 + 2 + 4);
    const floor = Math.max(flops / throughput, bytes / bandwidth) * 1000;
    await log({
      tokens,
      softmax,
      softpick,
      plain,
      floor,
      timesFloor: softpick.forward / floor,
      gain: plain && plain / softpick.forward,
    });
  }
}

main()
  .catch((error) => log(`FAILED ${error.message}`))
  .finally(() => log('DONE'));
