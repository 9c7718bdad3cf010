/** From the GPU to JavaScript: any number of ranges in one copy and one wait. */
import { createEncoder } from './dispatch.ts';
import { waitFor } from './failure.ts';
import { createBuffer, freeBuffers } from './memory.ts';
import type { Gpu } from './open.ts';

/** Bytes of a buffer; both numbers are multiples of 4. */
export interface Range {
  readonly buffer: GPUBuffer;
  readonly offset?: number;
  readonly bytes: number;
}

/**
 * The ranges' bytes, in their order, after all work submitted so far. The buffers may be freed when this has
 * been called. Throws `DeviceLost`, or whatever else failed of the same owner's work before this was called.
 */
export async function readBack(gpu: Gpu, ranges: readonly Range[]): Promise<readonly ArrayBuffer[]> {
  const total = ranges.reduce((sum, { bytes }) => sum + bytes, 0);
  const staging = createBuffer(gpu, 'read back', total, GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST);
  try {
    const encoder = createEncoder(gpu, 'read back');
    let at = 0;
    for (const { buffer, offset = 0, bytes } of ranges) {
      encoder.copyBufferToBuffer(buffer, offset, staging, at, bytes);
      at += bytes;
    }
    gpu.device.queue.submit([encoder.finish()]);
    await waitFor(gpu, staging.mapAsync(GPUMapMode.READ));
    const mapped = staging.getMappedRange();
    at = 0;
    return ranges.map(({ bytes }) => {
      at += bytes;
      return mapped.slice(at - bytes, at);
    });
  } finally {
    freeBuffers(gpu, [staging]);
  }
}
