/** ONNX Runtime, loaded once per worker in the build that fits the machine; everything of it that knows its version. */
import type { InferenceSession, Tensor } from 'onnxruntime-web';
import { createTurns, type Turns } from './turns.ts';

type Ort = typeof import('onnxruntime-web');

/** `jspi` and `asyncify` hold the native WebGPU provider; `jspi` is smaller but needs stack switching. */
export type Build = 'jspi' | 'asyncify' | 'wasm';

type Files = readonly { readonly path: string; readonly data: Uint8Array }[];

export interface Runtime {
  readonly turns: Turns;
  createSession(model: Uint8Array, files: Files, outputs: readonly string[]): Promise<InferenceSession>;
  /** The file as it is, in one session; its outputs come back to JavaScript, but for those `left`. For comparisons. */
  createWholeSession(model: Uint8Array, files: Files, left?: readonly string[]): Promise<InferenceSession>;
  /** int64 [T] */
  ids(values: readonly number[]): Tensor;
  tensor(values: Float32Array, dims: readonly number[]): Tensor;
  tensorOfBuffer(buffer: GPUBuffer, dims: readonly number[]): Tensor;
}

export const gpuBuild = (): Build => ('Suspending' in WebAssembly ? 'jspi' : 'asyncify');

async function load(build: Build): Promise<Ort> {
  if (build === 'jspi') return (await import('onnxruntime-web/jspi')) as unknown as Ort;
  if (build === 'asyncify') return (await import('onnxruntime-web/webgpu')) as unknown as Ort;
  return (await import('onnxruntime-web/wasm')) as unknown as Ort;
}

/**
 * `wasm` is the build's binary; without it ONNX Runtime finds its own (Node).
 * With a device, sessions run on it and leave their outputs there; nothing may fall back to the CPU unseen.
 */
export async function openRuntime(build: Build, wasm?: ArrayBuffer, device?: GPUDevice): Promise<Runtime> {
  const ort = await load(build);
  if (wasm) ort.env.wasm.wasmBinary = wasm;
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  const provider = device
    ? ({ name: 'webgpu', device, validationMode: 'disabled' } as InferenceSession.ExecutionProviderConfig)
    : 'wasm';
  const options = (files: Files): InferenceSession.SessionOptions => ({
    executionProviders: [provider],
    externalData: files.map(({ path, data }) => ({ path, data })),
    logSeverityLevel: 3,
  });
  const leave = (outputs: readonly string[]) => ({
    preferredOutputLocation: Object.fromEntries(outputs.map((name) => [name, 'gpu-buffer'] as const)),
  });
  return {
    turns: createTurns(),
    createWholeSession: (model, files, left = []) =>
      ort.InferenceSession.create(model, { ...options(files), ...leave(left) }),
    createSession: (model, files, outputs) =>
      ort.InferenceSession.create(model, {
        ...options(files),
        ...(device ? { ...leave(outputs), extra: { session: { disable_cpu_ep_fallback: '1' } } } : {}),
      }),
    ids: (values) => new ort.Tensor('int64', BigInt64Array.from(values, BigInt), [values.length]),
    tensor: (values, dims) => new ort.Tensor('float32', values, [...dims]),
    tensorOfBuffer: (gpuBuffer, dims) =>
      ort.Tensor.fromGpuBuffer(gpuBuffer, { dataType: 'float32', dims: [...dims] }) as Tensor,
  };
}
