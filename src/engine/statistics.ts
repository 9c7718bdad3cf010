/** Of a hidden state: extremes, quartiles and central moments, in float64. Without WebGPU, and the kernel's reference. */
import type { Moments } from '#tensor';

/** Structurally what the metrics take. */
export interface HiddenStatistics extends Moments {
  readonly min: number;
  readonly max: number;
  readonly quartiles: readonly [number, number, number];
}

/** The two ranks between which each quartile lies, counted from 0: quartile p is at p·(n − 1). */
export function quartileRanks(count: number): readonly [lower: number, upper: number, share: number][] {
  return [0.25, 0.5, 0.75].map((p) => {
    const at = p * (count - 1);
    return [Math.floor(at), Math.min(Math.floor(at) + 1, count - 1), at - Math.floor(at)];
  });
}

/** [lower, upper, …] values at the ranks above → three quartiles, linear between neighbours. */
export function quartilesFrom(values: ArrayLike<number>, count: number): [number, number, number] {
  const [a, b, c] = quartileRanks(count).map(
    ([, , share], i) => values[2 * i] + share * (values[2 * i + 1] - values[2 * i]),
  );
  return [a, b, c];
}

export function statisticsOf(values: Float32Array): HiddenStatistics {
  const count = values.length;
  const sorted = values.slice().sort();
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / count;
  let m2 = 0;
  let m3 = 0;
  let m4 = 0;
  for (const value of values) {
    const d = value - mean;
    m2 += d * d;
    m3 += d * d * d;
    m4 += d * d * d * d;
  }
  const around = quartileRanks(count).flatMap(([lower, upper]) => [sorted[lower], sorted[upper]]);
  return {
    min: sorted[0],
    max: sorted[count - 1],
    quartiles: quartilesFrom(around, count),
    count,
    mean,
    m2,
    m3,
    m4,
  };
}
