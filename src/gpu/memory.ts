/** Buffers, counted from creation to release, so that a leak is a number. */
import type { Gpu } from './open.ts';

export interface Held {
  readonly count: number;
  readonly bytes: number;
}

const owned = new WeakMap<Gpu, Set<GPUBuffer>>();

function buffersOf(gpu: Gpu): Set<GPUBuffer> {
  const found = owned.get(gpu) ?? new Set();
  owned.set(gpu, found);
  return found;
}

/**
 * A buffer of zeros, its size rounded up to 16 bytes as ONNX Runtime asks of inputs.
 * Throws a RangeError where the device allows none so large; running out of memory shows at the next read back.
 */
export function createBuffer(
  gpu: Gpu,
  label: string,
  bytes: number,
  usage: GPUBufferUsageFlags = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
): GPUBuffer {
  const { maxBufferSize, maxStorageBufferBindingSize } = gpu.device.limits;
  const most =
    usage & GPUBufferUsage.STORAGE ? Math.min(maxBufferSize, maxStorageBufferBindingSize) : maxBufferSize;
  const size = Math.max(16, Math.ceil(bytes / 16) * 16);
  if (size > most) throw new RangeError(`gpu: expected at most ${most} bytes for ${label}, got ${bytes}`);
  const buffer = gpu.device.createBuffer({ label, size, usage });
  buffersOf(gpu).add(buffer);
  return buffer;
}

/** A buffer that starts with these bytes. */
export function upload(
  gpu: Gpu,
  label: string,
  data: ArrayBuffer | ArrayBufferView<ArrayBuffer>,
  usage?: GPUBufferUsageFlags,
): GPUBuffer {
  const buffer = createBuffer(gpu, label, data.byteLength, usage);
  gpu.device.queue.writeBuffer(buffer, 0, data);
  return buffer;
}

/** Work already submitted still sees them. A buffer freed before is left alone. */
export function freeBuffers(gpu: Gpu, buffers: Iterable<GPUBuffer>): void {
  for (const buffer of buffers) if (buffersOf(gpu).delete(buffer)) buffer.destroy();
}

export function held(gpu: Gpu): Held {
  let bytes = 0;
  for (const buffer of buffersOf(gpu)) bytes += buffer.size;
  return { count: buffersOf(gpu).size, bytes };
}
