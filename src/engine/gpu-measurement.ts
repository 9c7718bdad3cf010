/** What one run measures on the GPU beside attention: reduced there, read back once at its end. */
import { compile, createBuffer, dispatch, freeBuffers, type Gpu, type Range, readBack, upload } from '#gpu';
import { joinMoments } from '#tensor';
import lossesCode from './losses.wgsl?raw';
import type { Measurement } from './machine.ts';
import momentsCode from './moments.wgsl?raw';
import quartilesCode from './quartiles.wgsl?raw';
import { type HiddenStatistics, quartileRanks, quartilesFrom } from './statistics.ts';

/** As in moments.wgsl. */
const CHUNK = 4096;
const FIELDS = 8;

/** [chunks, 8] and [6] of one state → its statistics, joined in float64. */
function statisticsFrom(chunks: Float32Array, around: Float32Array, count: number): HiddenStatistics {
  let moments = { count: 0, mean: 0, m2: 0, m3: 0, m4: 0 };
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < chunks.length; at += FIELDS) {
    const [n, mean, m2, m3, m4, least, most] = chunks.subarray(at, at + FIELDS);
    moments = joinMoments(moments, { count: n, mean, m2, m3, m4 });
    min = Math.min(min, least);
    max = Math.max(max, most);
  }
  return { ...moments, min, max, quartiles: quartilesFrom(around, count) };
}

/** Compiles the kernels; the result starts one run's measurement. */
export async function createMeasurements(gpu: Gpu): Promise<() => Measurement<GPUBuffer>> {
  const [moments, quartiles, losses] = await Promise.all([
    compile(gpu, 'moments', momentsCode),
    compile(gpu, 'quartiles', quartilesCode),
    compile(gpu, 'losses', lossesCode),
  ]);

  return () => {
    const held: GPUBuffer[] = [];
    const counts: number[] = [];
    const ranges: Range[] = [];
    const keep = (buffer: GPUBuffer) => {
      held.push(buffer);
      return buffer;
    };
    const sizes = (label: string, values: readonly number[], usage: GPUBufferUsageFlags) =>
      keep(upload(gpu, label, Uint32Array.from(values), usage | GPUBufferUsage.COPY_DST));
    const results = (label: string, floats: number) => {
      const buffer = keep(createBuffer(gpu, label, floats * 4));
      ranges.push({ buffer, bytes: floats * 4 });
      return buffer;
    };
    const discard = () => freeBuffers(gpu, held.splice(0));

    return {
      hidden(state, count) {
        const chunks = Math.ceil(count / CHUNK);
        const ranks = quartileRanks(count).flatMap((rank) => rank.slice(0, 2));
        counts.push(count);
        dispatch(gpu, 'hidden state', [
          {
            pipeline: moments,
            bindings: [
              sizes('moments sizes', [count], GPUBufferUsage.UNIFORM),
              state,
              results('moments', chunks * FIELDS),
            ],
            workgroups: [chunks],
          },
          {
            pipeline: quartiles,
            bindings: [
              sizes('quartiles sizes', [count, 0, 0, 0, ...ranks, 0, 0], GPUBufferUsage.STORAGE),
              state,
              results('quartiles', ranks.length),
            ],
            workgroups: [1],
          },
        ]);
      },
      logits(logits, ids, vocabulary) {
        const tokens = ids.length;
        const into = results('losses', Math.max(tokens - 1, 1));
        const last = results('last logits', vocabulary);
        if (tokens > 1)
          dispatch(gpu, 'losses', [
            {
              pipeline: losses,
              bindings: [
                sizes('losses sizes', [vocabulary], GPUBufferUsage.UNIFORM),
                logits,
                sizes('ids', ids, GPUBufferUsage.STORAGE),
                into,
              ],
              workgroups: [tokens - 1],
            },
          ]);
        const encoder = gpu.device.createCommandEncoder({ label: 'last logits' });
        encoder.copyBufferToBuffer(logits, (tokens - 1) * vocabulary * 4, last, 0, vocabulary * 4);
        gpu.device.queue.submit([encoder.finish()]);
        counts.push(tokens - 1);
      },
      async finish() {
        try {
          const read = (await readBack(gpu, ranges)).map((bytes) => new Float32Array(bytes));
          const hidden = counts
            .slice(0, -1)
            .map((count, index) => statisticsFrom(read[2 * index], read[2 * index + 1], count));
          const [last, lastLogits] = read.slice(-2);
          return { hidden, losses: last.subarray(0, counts.at(-1)), lastLogits };
        } finally {
          discard();
        }
      },
      discard,
    };
  };
}
