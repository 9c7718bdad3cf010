/** What one run measures on the GPU beside attention: reduced there, read back once at its end. */
import {
  compile,
  createBuffer,
  createEncoder,
  encode,
  freeBuffers,
  type Gpu,
  type Range,
  readBack,
  upload,
} from '#gpu';
import { createHiddenStates } from './gpu-states.ts';
import lossesCode from './kernels/losses.wgsl?raw';
import type { Measurement } from './machine.ts';

/** Compiles the kernels; the result starts one run's measurement. */
export async function createMeasurements(gpu: Gpu): Promise<() => Measurement<GPUBuffer>> {
  const [startStates, losses] = await Promise.all([
    createHiddenStates(gpu),
    compile(gpu, 'losses', lossesCode),
  ]);

  return () => {
    const states = startStates();
    const held: GPUBuffer[] = [];
    /** Losses, and after them the last token's logits. */
    let text: { readonly rows: number; readonly range: Range } | null = null;
    const keep = (buffer: GPUBuffer) => {
      held.push(buffer);
      return buffer;
    };
    const discard = () => {
      states.discard();
      freeBuffers(gpu, held.splice(0));
    };

    return {
      hidden: states.add,
      logits(logits, ids, vocabulary) {
        const rows = ids.length - 1;
        const range = {
          buffer: keep(createBuffer(gpu, 'losses', 4 * (rows + vocabulary))),
          bytes: 4 * (rows + vocabulary),
        };
        const asked = keep(upload(gpu, 'text', Uint32Array.of(vocabulary, ...ids)));
        const encoder = createEncoder(gpu, 'losses');
        if (rows > 0)
          encode(gpu, encoder, 'losses', [
            { pipeline: losses, bindings: [asked, logits, range.buffer], workgroups: [rows] },
          ]);
        encoder.copyBufferToBuffer(logits, 4 * rows * vocabulary, range.buffer, 4 * rows, 4 * vocabulary);
        gpu.device.queue.submit([encoder.finish()]);
        text = { rows, range };
      },
      async finish() {
        try {
          if (!text) throw new Error('engine: expected logits before the end of a run, got none');
          const read = await readBack(gpu, [text.range, ...states.finish()]);
          const numbers = new Float32Array(read[0]);
          return {
            hidden: states.statisticsFrom(read.slice(1)),
            losses: numbers.subarray(0, text.rows),
            lastLogits: numbers.subarray(text.rows),
          };
        } finally {
          discard();
        }
      },
      discard,
    };
  };
}
