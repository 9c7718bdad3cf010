/** Next-token losses from logits, in float64. Without WebGPU, and the kernel's reference. */

/** −ln softmax(logits of token i)[token i + 1] in nats: logits [T, V] and ids [T] to [T − 1]. */
export function lossesOf(logits: Float32Array, ids: readonly number[], vocabulary: number): Float32Array {
  return Float32Array.from({ length: ids.length - 1 }, (_, i) => {
    const row = logits.subarray(i * vocabulary, (i + 1) * vocabulary);
    let peak = Number.NEGATIVE_INFINITY;
    for (const logit of row) peak = Math.max(peak, logit);
    let sum = 0;
    for (const logit of row) sum += Math.exp(logit - peak);
    return peak + Math.log(sum) - row[ids[i + 1]];
  });
}
