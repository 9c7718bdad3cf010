/**
 * The operator's backward pass by its definition, in float64: one row of weights at a time, found again from q, k, M
 * and ℓ (Zuhri et al. 2025, algorithm 2).
 *
 * Of one row: the gain gᵢ = dO·vᵢ is the derivative by the weight aᵢ = num(xᵢ) / ℓ, so that
 * dxⱼ = (num′(xⱼ)·gⱼ − den′(xⱼ)·Σ aᵢgᵢ) / ℓ, which for softpick is eq. 7.
 *
 * M is held while x moves, as in eq. 7. Numerators and denominators all carry e^(−M), so that it cancels and its own
 * derivative is 0. Only ε does not carry it: without the shift it is ε·e^M. Were M to move too, den′ of the row's
 * largest positive score alone would be 1 + ε times as large. That is no property of the rule: ε is there to keep 0/0
 * away, and the term would jump from key to key where two are the largest. So it is left out: one part in a million of
 * one slope.
 */
import { type Numbers, rotate, scoreRow } from './reference.ts';
import { checkLength } from './reference-operator.ts';
import type { Slopes } from './rules/row.ts';
import { type Rule, ruleNamed } from './rules.ts';
import { checkHeadSize, checkShape, scaleOf, sizesOf } from './shape.ts';
import type { Gradient, GradientInput, LayerGradient } from './types.ts';

/** The slopes of a rule; throws for one whose heads have a parameter. */
export function slopesOf({ id, slopes }: Rule): Slopes {
  if (!slopes)
    throw new Error(`attention: expected a rule without a parameter, to differentiate it, got ${id}`);
  return slopes;
}

/** The derivatives by the first `count` scores of a row whose peak and total are known, from those by its weights. */
export function gradientRow(
  rule: Rule,
  scores: Numbers,
  gains: Numbers,
  peak: number,
  total: number,
  into: Float64Array,
  count = scores.length,
): void {
  const { numerator, denominator } = slopesOf(rule);
  const inverse = total === 0 ? 0 : 1 / total;
  let mean = 0;
  for (let j = 0; j < count; j++) mean += rule.numerator(scores[j], peak) * inverse * gains[j];
  for (let j = 0; j < count; j++)
    into[j] = (numerator(scores[j], peak) * gains[j] - denominator(scores[j], peak) * mean) * inverse;
}

/** The i-th of vectors [D] that lie one behind the other. */
function vectorOf<N extends Numbers>(numbers: N, i: number, headSize: number): N {
  return numbers.subarray(i * headSize, (i + 1) * headSize) as N;
}

/** into += factor · vector */
function add(into: Float64Array, factor: number, vector: Numbers): void {
  for (let i = 0; i < into.length; i++) into[i] += factor * vector[i];
}

function differentiate({ kept, qkv, output }: GradientInput<Numbers>): LayerGradient<Numbers> {
  const { shape } = kept;
  checkShape(shape);
  const rule = ruleNamed(kept.rule);
  const { tokens, heads, keyHeads, headSize } = shape;
  const sizes = sizesOf(shape);
  checkLength('qkv', qkv, sizes.qkv);
  checkLength('the gradient of the output', output, sizes.q);
  const scale = scaleOf(shape);
  const gradient = {
    shape,
    rule: kept.rule,
    precision: kept.precision,
    q: new Float64Array(sizes.q),
    k: new Float64Array(sizes.k),
    v: new Float64Array(sizes.k),
  };
  const [scores, gains, slopes] = [0, 1, 2].map(() => new Float64Array(tokens));
  for (let head = 0; head < heads; head++) {
    const keyHead = Math.floor((head * keyHeads) / heads);
    const keys = vectorOf(kept.k, keyHead, tokens * headSize);
    const valueAt = (key: number) =>
      vectorOf(qkv, key * (heads + 2 * keyHeads) + heads + keyHeads + keyHead, headSize);
    for (let query = 0; query < tokens; query++) {
      const row = head * tokens + query;
      const count = query + 1;
      const q = vectorOf(kept.q, row, headSize);
      const given = vectorOf(output, query * heads + head, headSize);
      scoreRow(q, keys, count, scale, scores);
      for (let key = 0; key < count; key++) scoreRow(given, valueAt(key), 1, 1, gains.subarray(key));
      const [peak, total] = vectorOf(kept.rows, row, 2);
      gradientRow(rule, scores, gains, peak, total, slopes, count);
      const inverse = total === 0 ? 0 : 1 / total;
      for (let key = 0; key < count; key++) {
        const at = keyHead * tokens + key;
        const slope = slopes[key] * scale;
        add(vectorOf(gradient.q, row, headSize), slope, vectorOf(kept.k, at, headSize));
        add(vectorOf(gradient.k, at, headSize), slope, q);
        add(vectorOf(gradient.v, at, headSize), rule.numerator(scores[key], peak) * inverse, given);
      }
    }
  }
  return gradient;
}

/** A rotation's transpose is the rotation by the opposite angle. */
function rotateBack({ shape, rule, q, k, v }: LayerGradient<Numbers>, cos: Numbers, sin: Numbers): Numbers {
  const { tokens, heads, keyHeads, headSize } = shape;
  const sizes = sizesOf(shape);
  checkLength('cos', cos, sizes.angles);
  checkLength('sin', sin, sizes.angles);
  const { queryScale } = ruleNamed(rule);
  const opposite = sin.map((each) => -each);
  const qkv = new Float64Array(sizes.qkv);
  for (let token = 0; token < tokens; token++) {
    const angles = [cos, opposite].map((table) => vectorOf(table, token, headSize / 2));
    const headOf = (head: number) => vectorOf(qkv, token * (heads + 2 * keyHeads) + head, headSize);
    for (let head = 0; head < heads; head++) {
      const into = headOf(head);
      rotate(vectorOf(q, head * tokens + token, headSize), angles[0], angles[1], into);
      for (let i = 0; i < headSize; i++) into[i] *= queryScale(token, 0);
    }
    for (let head = 0; head < keyHeads; head++) {
      const at = head * tokens + token;
      rotate(vectorOf(k, at, headSize), angles[0], angles[1], headOf(heads + head));
      headOf(heads + keyHeads + head).set(vectorOf(v, at, headSize));
    }
  }
  return qkv;
}

export function createReferenceGradient(): Gradient<Numbers> {
  return {
    async prepare(rule, headSize) {
      slopesOf(ruleNamed(rule));
      checkHeadSize(headSize);
    },
    differentiate,
    rotateBack,
    release: () => undefined,
  };
}
