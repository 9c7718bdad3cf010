/** The machine on WebGPU: ONNX Runtime and our kernels on one device; only reduced numbers are read back. */
import { createGpuOperator } from '#attention';
import { charge, freeBuffers, type Gpu, held, throwFailure, trimSpare, upload } from '#gpu';
import { createMeasurements } from './gpu-measurement.ts';
import type { Machine } from './machine.ts';
import { type Build, openRuntime } from './runtime.ts';

/** `wasm` is the build's binary. */
export async function openGpuMachine(gpu: Gpu, build: Build, wasm: ArrayBuffer): Promise<Machine<GPUBuffer>> {
  const [runtime, operator, measure] = await Promise.all([
    openRuntime(build, wasm, gpu.device),
    createGpuOperator(gpu),
    createMeasurements(gpu),
  ]);
  return {
    kind: 'webgpu',
    note: gpu.name,
    runtime,
    operator,
    lost: gpu.lost.then(({ reason, message }) => message || reason),
    held: () => held(gpu),
    trim: () => trimSpare(gpu),
    charge(owner) {
      charge(gpu, owner);
      throwFailure(gpu);
    },
    upload: (label, values) => upload(gpu, label, values as Float32Array<ArrayBuffer>),
    discard: (buffer) => freeBuffers(gpu, [buffer]),
    bufferOf: (tensor) => tensor.gpuBuffer as GPUBuffer,
    tensorOf: (buffer, dims) => runtime.tensorOfBuffer(buffer, dims),
    measure,
  };
}
