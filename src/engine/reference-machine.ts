/** The machine without WebGPU: segments on WASM, attention by the reference. One contract, slower, always right. */
import { createReferenceOperator } from '#attention';
import { lossesOf } from './losses.ts';
import type { Machine, Measurement } from './machine.ts';
import { openRuntime } from './runtime.ts';
import { type HiddenStatistics, statisticsOf } from './statistics.ts';

function measure(): Measurement<Float32Array> {
  const hidden: HiddenStatistics[] = [];
  let losses = new Float32Array();
  let lastLogits = new Float32Array();
  return {
    hidden: (state, count) => void hidden.push(statisticsOf(state.subarray(0, count))),
    logits(logits, ids, vocabulary) {
      losses = lossesOf(logits, ids, vocabulary) as Float32Array<ArrayBuffer>;
      lastLogits = logits.slice(
        (ids.length - 1) * vocabulary,
        ids.length * vocabulary,
      ) as Float32Array<ArrayBuffer>;
    },
    finish: async () => ({ hidden, losses, lastLogits }),
    discard: () => undefined,
  };
}

/** `note` says why there is no WebGPU; `wasm` is the binary of the `wasm` build, found by itself in Node. */
export async function openReferenceMachine(note: string, wasm?: ArrayBuffer): Promise<Machine<Float32Array>> {
  const runtime = await openRuntime('wasm', wasm);
  return {
    kind: 'wasm',
    note,
    runtime,
    operator: createReferenceOperator(),
    lost: new Promise(() => undefined),
    held: () => ({ count: 0, bytes: 0 }),
    trim: () => undefined,
    charge: () => undefined,
    upload: (_label, values) => values,
    discard: () => undefined,
    bufferOf: (tensor) => tensor.data as Float32Array,
    tensorOf: (buffer, dims) => runtime.tensor(buffer, dims),
    measure,
  };
}
