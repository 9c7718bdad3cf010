/** Where a model runs: ONNX Runtime for the segments, the operator between them, and the two measurements beside. */

import type { Tensor } from 'onnxruntime-web';
import type { Operator } from '#attention';
import type { Runtime } from './runtime.ts';
import type { HiddenStatistics } from './statistics.ts';

/** `B` is where numbers live: `GPUBuffer` on WebGPU, `Float32Array` without it. */
export interface Machine<B = unknown> {
  readonly kind: 'webgpu' | 'wasm';
  /** The adapter's name, or why there is none. */
  readonly note: string;
  readonly runtime: Runtime;
  readonly operator: Operator<B>;
  /** Resolves with the reason when the device is lost; never on WASM. */
  readonly lost: Promise<string>;
  /** Buffers of ours that are not freed yet; ONNX Runtime's own are not counted. */
  held(): { readonly count: number; readonly bytes: number };
  /** Gives back what lies ready to be used again. */
  trim(): void;
  /**
   * Says whose work is asked for from now on, nobody's without a name: what fails of it is thrown where the same
   * one waits. Throws what is known to have failed already.
   */
  charge(owner?: object): void;
  upload(label: string, values: Float32Array): B;
  discard(buffer: B): void;
  bufferOf(tensor: Tensor): B;
  tensorOf(buffer: B, dims: readonly number[]): Tensor;
  /** Collects what one run measures; read back once, at its end. */
  measure(): Measurement<B>;
}

export interface Measurement<B> {
  /** Of `count` values of one hidden state, which stay until `attend` or `logits` has been called next. */
  hidden(state: B, count: number): void;
  /** Of logits [T, vocabulary]; the buffer is free again when this returns. */
  logits(logits: B, ids: readonly number[], vocabulary: number): void;
  finish(): Promise<Measurements>;
  /** Frees what was collected by a run that was stopped. */
  discard(): void;
}

export interface Measurements {
  readonly hidden: readonly HiddenStatistics[];
  /** [T − 1] nats. */
  readonly losses: Float32Array;
  /** [V] */
  readonly lastLogits: Float32Array;
}
