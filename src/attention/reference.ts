/** Attention by its definition, in float64 and one row at a time: what every other implementation is held against. */
import type { Rule } from './rules.ts';

export type Numbers = Float32Array | Float64Array;

/** The peak M of a row's scores [count]; s is the head's parameter, 0 where the rule has none. */
export function peakOf(rule: Rule, scores: Numbers, s: number, count = scores.length): number {
  let peak = rule.peakFloor(s);
  for (let j = 0; j < count; j++) if (scores[j] > peak) peak = scores[j];
  return peak;
}

/** The denominator ℓ of a row's scores [count] after the shift by their peak, ε included. */
export function totalOf(rule: Rule, scores: Numbers, peak: number, s: number, count = scores.length): number {
  let total = rule.extra(peak, s);
  for (let j = 0; j < count; j++) total += rule.denominator(scores[j], peak);
  return total;
}

/** The weights of one query from its scores, times the rule's query scale, with the keys that it may see alone. */
export function attendRow(rule: Rule, scores: readonly number[] | Numbers, s = 0): Float64Array {
  const x = Float64Array.from(scores);
  const peak = peakOf(rule, x, s);
  const total = totalOf(rule, x, peak, s);
  return x.map((each) => (total === 0 ? 0 : rule.numerator(each, peak) / total));
}

/** Rotary position embedding, half-split (Su et al. 2021): vector [D], cosines and sines of one position [D/2]. */
export function rotate(vector: Numbers, cos: Numbers, sin: Numbers, into: Numbers): void {
  const half = into.length / 2;
  for (let i = 0; i < half; i++) {
    const low = vector[i];
    const high = vector[half + i];
    into[i] = low * cos[i] - high * sin[i];
    into[half + i] = high * cos[i] + low * sin[i];
  }
}

/** Scores of a query [D] with the first `count` keys [T, D]: q·k · scale. Four keys at a time, for speed alone. */
export function scoreRow(q: Numbers, keys: Numbers, count: number, scale: number, into: Float64Array): void {
  const size = q.length;
  let j = 0;
  for (; j + 4 <= count; j += 4) {
    const first = j * size;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let i = 0; i < size; i++) {
      const each = q[i];
      const at = first + i;
      a += each * keys[at];
      b += each * keys[at + size];
      c += each * keys[at + 2 * size];
      d += each * keys[at + 3 * size];
    }
    into[j] = a * scale;
    into[j + 1] = b * scale;
    into[j + 2] = c * scale;
    into[j + 3] = d * scale;
  }
  for (; j < count; j++) {
    let x = 0;
    for (let i = 0; i < size; i++) x += q[i] * keys[j * size + i];
    into[j] = x * scale;
  }
}

/** Σ weights[j] · value j over the first `count`; a value [D] begins every `stride` numbers. Four zeros cost nothing. */
export function mixRow(
  weights: Numbers,
  values: Numbers,
  count: number,
  stride: number,
  into: Float64Array,
): void {
  into.fill(0);
  const size = into.length;
  let j = 0;
  for (; j + 4 <= count; j += 4) {
    const a = weights[j];
    const b = weights[j + 1];
    const c = weights[j + 2];
    const d = weights[j + 3];
    if (a === 0 && b === 0 && c === 0 && d === 0) continue;
    const first = j * stride;
    for (let i = 0; i < size; i++) {
      const at = first + i;
      into[i] +=
        a * values[at] + b * values[at + stride] + c * values[at + 2 * stride] + d * values[at + 3 * stride];
    }
  }
  for (; j < count; j++) for (let i = 0; i < size; i++) into[i] += weights[j] * values[j * stride + i];
}
