/** Small things that kernels read, in one buffer: a buffer and its upload cost more than the bytes. */
import { type Gpu, upload } from '#gpu';

/** Where a binding may begin in a buffer, on any device. */
export const ALIGNED_BYTES = 256;

export interface Packed {
  readonly buffer: GPUBuffer;
  /** One of each part, for a uniform or for storage that is read. */
  readonly bindings: readonly GPUBufferBinding[];
}

export function packed(
  gpu: Gpu,
  name: string,
  parts: readonly (ArrayBuffer | ArrayBufferView<ArrayBuffer>)[],
): Packed {
  let end = 0;
  const places = parts.map(({ byteLength }) => {
    const offset = end;
    end += Math.ceil(byteLength / ALIGNED_BYTES) * ALIGNED_BYTES;
    return { offset, size: byteLength };
  });
  const bytes = new Uint8Array(end);
  for (const [at, part] of parts.entries())
    bytes.set(
      part instanceof ArrayBuffer
        ? new Uint8Array(part)
        : new Uint8Array(part.buffer, part.byteOffset, part.byteLength),
      places[at].offset,
    );
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
  const buffer = upload(gpu, name, bytes, usage);
  return { buffer, bindings: places.map((place) => ({ buffer, ...place })) };
}
