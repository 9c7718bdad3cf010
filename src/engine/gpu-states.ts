/** Hidden states of one run on the GPU: copied together as they come, measured many at a time. */
import {
  compile,
  createBuffer,
  createEncoder,
  defer,
  encode,
  freeBuffers,
  type Gpu,
  type Range,
  type Step,
  upload,
} from '#gpu';
import { joinMoments } from '#tensor';
import digitsCode from './kernels/digits.wgsl?raw';
import momentsCode from './kernels/moments.wgsl?raw';
import ranksCode from './kernels/ranks.wgsl?raw';
import statesCode from './kernels/states.wgsl?raw';
import { type HiddenStatistics, quartileRanks, quartilesFrom } from './statistics.ts';

/** As in the kernels. */
const CHUNK = 4096;
const FIELDS = 8;
const ROUNDS = 4;
/** Of one state: the struct `Search`, and six times 256 bins. */
const SEARCH_BYTES = 52;
const BINS_BYTES = 6 * 256 * 4;

/**
 * States that are measured together, in nine dispatches however many they are: short texts are measured at one go,
 * and long ones ask for no more memory than this.
 */
const BATCH_STATES = 32;
const BATCH_BYTES = 2 ** 25;

/** Copies of so many states of so many numbers are kept until they are measured. */
export function batchOf(count: number): { readonly states: number; readonly bytes: number } {
  const states = Math.min(Math.max(Math.floor(BATCH_BYTES / (4 * count)), 1), BATCH_STATES);
  return { states, bytes: states * 4 * count };
}

type Kernels = Readonly<Record<'moments' | 'digits' | 'ranks', GPUComputePipeline>>;

/** All states of a run have the same size. */
export interface HiddenStates {
  /** The buffer may be overwritten by what is submitted after the next dispatch. */
  add(state: GPUBuffer, count: number): void;
  /** Measures what is not measured yet, and says where all results are. */
  finish(): readonly Range[];
  statisticsFrom(results: readonly ArrayBuffer[]): HiddenStatistics[];
  discard(): void;
}

/** [chunks + 1, 8] of one state → its statistics, joined in float64. */
function statisticsOf(results: Float32Array, count: number): HiddenStatistics {
  const chunks = results.length - FIELDS;
  let moments = { count: 0, mean: 0, m2: 0, m3: 0, m4: 0 };
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < chunks; at += FIELDS) {
    const unit = results[at + 7];
    const square = unit * unit;
    moments = joinMoments(moments, {
      count: results[at],
      mean: results[at + 1],
      m2: results[at + 2] * square,
      m3: results[at + 3] * square * unit,
      m4: results[at + 4] * square * square,
    });
    min = Math.min(min, results[at + 5]);
    max = Math.max(max, results[at + 6]);
  }
  return { ...moments, min, max, quartiles: quartilesFrom(results.subarray(chunks), count) };
}

function collect(gpu: Gpu, kernels: Kernels): HiddenStates {
  const held = new Set<GPUBuffer>();
  const ranges: Range[] = [];
  /** The run's states: how large, and what the kernels know of that. */
  let size: { readonly count: number; readonly sizes: GPUBuffer } | null = null;
  let batch: { readonly values: GPUBuffer; readonly most: number; states: number } | null = null;

  /** Take copies back that were not submitted. */
  const forgo: (() => void)[] = [];

  const keep = (buffer: GPUBuffer) => {
    held.add(buffer);
    return buffer;
  };
  const free = (...buffers: readonly GPUBuffer[]) => {
    freeBuffers(gpu, buffers);
    for (const buffer of buffers) held.delete(buffer);
  };
  const make = (label: string, bytes: number) => keep(createBuffer(gpu, label, bytes));
  const sized = (count: number) => {
    const ranks = quartileRanks(count).flatMap((rank) => rank.slice(0, 2));
    const numbers = Uint32Array.of(count, Math.ceil(count / CHUNK), 0, 0, ...ranks, 0, 0);
    const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
    return { count, sizes: keep(upload(gpu, 'sizes of states', numbers, usage)) };
  };

  const measure = () => {
    if (!size || !batch) return;
    const { count, sizes } = size;
    const { values, states } = batch;
    const chunks = Math.ceil(count / CHUNK);
    const bytes = states * (chunks + 1) * FIELDS * 4;
    const results = make('statistics', bytes);
    const searches = make('searches', states * SEARCH_BYTES);
    const bins = make('bins', states * BINS_BYTES);
    const moments: Step = {
      pipeline: kernels.moments,
      bindings: [sizes, values, results],
      workgroups: [chunks, states],
    };
    const digits: Step = {
      pipeline: kernels.digits,
      bindings: [sizes, values, searches, bins],
      workgroups: [chunks, states],
    };
    const ranks: Step = {
      pipeline: kernels.ranks,
      bindings: [sizes, searches, bins, results],
      workgroups: [1, states],
    };
    const encoder = createEncoder(gpu, 'hidden states');
    for (const buffer of [searches, bins]) encoder.clearBuffer(buffer);
    const rounds = Array.from({ length: ROUNDS }, () => [digits, ranks]).flat();
    encode(gpu, encoder, 'hidden states', [moments, ...rounds]);
    gpu.device.queue.submit([encoder.finish()]);
    ranges.push({ buffer: results, bytes });
    free(values, searches, bins);
    batch = null;
  };

  return {
    add(state, count) {
      size ??= sized(count);
      if (size.count !== count)
        throw new Error(`engine: expected ${size.count} values in each hidden state, got ${count}`);
      const bytes = 4 * count;
      const all = batchOf(count);
      batch ??= { values: make('hidden states', all.bytes), most: all.states, states: 0 };
      const { values, most, states } = batch;
      forgo.push(
        defer(gpu, (encoder) => encoder.copyBufferToBuffer(state, 0, values, states * bytes, bytes)),
      );
      batch.states += 1;
      if (batch.states === most) measure();
    },
    finish() {
      measure();
      return ranges;
    },
    statisticsFrom: (results) =>
      results.flatMap((bytes) => {
        const count = size?.count ?? 0;
        const length = (Math.ceil(count / CHUNK) + 1) * FIELDS;
        return Array.from({ length: bytes.byteLength / (4 * length) }, (_, state) =>
          statisticsOf(new Float32Array(bytes, 4 * state * length, length), count),
        );
      }),
    discard() {
      for (const back of forgo) back();
      free(...held);
    },
  };
}

/** Compiles the kernels; the result starts one run's collection. */
export async function createHiddenStates(gpu: Gpu): Promise<() => HiddenStates> {
  const build = (label: string, code: string) => compile(gpu, label, `${statesCode}\n${code}`);
  const [moments, digits, ranks] = await Promise.all([
    build('moments', momentsCode),
    build('digits', digitsCode),
    build('ranks', ranksCode),
  ]);
  return () => collect(gpu, { moments, digits, ranks });
}
