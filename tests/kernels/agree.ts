/** Compares the operator on the GPU with the reference on the same input. */
import type { KeptLayer, LayerInput, Operator } from '#attention';
import { freeBuffers, type Gpu, upload } from '#gpu';

/** The layer's input as buffers; `more` bytes of NaN behind each, which nothing may read. */
export function uploadInput(gpu: Gpu, layer: LayerInput<Float32Array>, more = 0): LayerInput<GPUBuffer> {
  const longer = (numbers: Float32Array) => {
    const all = new Float32Array(numbers.length + more / 4).fill(Number.NaN);
    all.set(numbers);
    return all;
  };
  const { shape, rule, precision, qkv, cos, sin, parameter } = layer;
  return {
    shape,
    rule,
    precision,
    qkv: upload(gpu, 'qkv', longer(qkv)),
    cos: upload(gpu, 'cos', longer(cos)),
    sin: upload(gpu, 'sin', longer(sin)),
    parameter: parameter && upload(gpu, 'parameter', longer(parameter)),
  };
}

/** Attends and lets go of the input at once, as the engine does. */
export function attendOn(gpu: Gpu, operator: Operator<GPUBuffer>, layer: LayerInput<Float32Array>, more = 0) {
  const input = uploadInput(gpu, layer, more);
  try {
    return operator.attend(input);
  } finally {
    const { qkv, cos, sin, parameter } = input;
    freeBuffers(gpu, parameter ? [qkv, cos, sin, parameter] : [qkv, cos, sin]);
  }
}

/** What rounding q and k to f32 may change in a score of this head: d · 2⁻²⁴ · Σ|q||k| · scale, the worst pair's. */
export function scoreBound({ shape, q, k }: KeptLayer<Float32Array>, head: number): number {
  const { tokens, heads, keyHeads, headSize } = shape;
  const keyHead = Math.floor((head * keyHeads) / heads);
  const lengthOf = (numbers: Float32Array, row: number) =>
    Math.hypot(...numbers.subarray(row * headSize, (row + 1) * headSize));
  const longest = (numbers: Float32Array, at: number) =>
    Math.max(...Array.from({ length: tokens }, (_, token) => lengthOf(numbers, at * tokens + token)));
  return (headSize * 2 ** -24 * longest(q, head) * longest(k, keyHead)) / Math.sqrt(headSize);
}

/** Largest |a − b|; NaN anywhere gives NaN. */
export function largestDifference(a: Float32Array, b: Float32Array): number {
  let largest = a.length === b.length ? 0 : Number.NaN;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i] - b[i]);
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}
