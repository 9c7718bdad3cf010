/** ONNX Runtime, loaded once per worker in the build that fits the machine; everything of it that knows its version. */
import type { InferenceSession, Tensor } from 'onnxruntime-web';
import { createTurns, type Turns } from './turns.ts';

type Ort = typeof import('onnxruntime-web');

/** `jspi` and `asyncify` hold the native WebGPU provider; `jspi` is smaller but needs stack switching. */
export type Build = 'jspi' | 'asyncify' | 'wasm';

export interface Runtime {
  readonly turns: Turns;
  createSession(
    model: Uint8Array,
    files: readonly { path: string; data: Uint8Array }[],
    outputs: readonly string[],
  ): Promise<InferenceSession>;
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
  return {
    turns: createTurns(),
    createSession: (model, files, outputs) =>
      ort.InferenceSession.create(model, {
        externalData: files.map(({ path, data }) => ({ path, data })),
        logSeverityLevel: 3,
        ...(device
          ? {
              executionProviders: [
                {
                  name: 'webgpu',
                  device,
                  validationMode: 'disabled',
                } as InferenceSession.ExecutionProviderConfig,
              ],
              preferredOutputLocation: Object.fromEntries(
                outputs.map((name) => [name, 'gpu-buffer'] as const),
              ),
              extra: { session: { disable_cpu_ep_fallback: '1' } },
            }
          : { executionProviders: ['wasm'] }),
      }),
    ids: (values) => new ort.Tensor('int64', BigInt64Array.from(values, BigInt), [values.length]),
    tensor: (values, dims) => new ort.Tensor('float32', values, [...dims]),
    tensorOfBuffer: (gpuBuffer, dims) =>
      ort.Tensor.fromGpuBuffer(gpuBuffer, { dataType: 'float32', dims: [...dims] }) as Tensor,
  };
}
