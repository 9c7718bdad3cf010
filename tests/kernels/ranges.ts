/**
 * How far rounding may carry the operator from its definition, cell by cell.
 *
 * A score computed in f32 may be off by its bound, d · 2⁻²⁴ · Σ|q||k| · scale, and what else is rounded on the way by as
 * much again; where q and k are kept in f16 the bound has 2⁻¹⁰ more, since rounding each moves it by 2⁻¹¹ of its size. So a weight must lie between the least and the largest that the rule gives for any scores within two
 * bounds of the exact ones, give or take 1e-5. For softmax that is an error of at most 1e-5 + 4 × bound: the weight
 * moves by its own score's error and by the mean error of its row. Where a rule is steeper, the range says by how
 * much: softpick's denominator may be next to nothing, and `rectified` jumps at 0, so that a score within its bounds
 * of 0 may take part in its row or not, and all the row's weights with it.
 * A zero is left open where some scores within one bound give a zero and others do not, and nowhere else.
 */
import { type KeptLayer, type LayerInput, type Precision, type Rule, ruleNamed } from '#attention';

/** Least and largest of each value. */
export interface Ranges {
  readonly least: Float64Array;
  readonly most: Float64Array;
}

/** Below this a weight is read as 0: the least normal f32. */
const LEAST_NORMAL = 2 ** -126;
/** Up to this it is 0 after rounding to f16. */
const LEAST_F16_HALVED = 2 ** -25;
/** A rule's own relative error on given scores. */
const RELATIVE = 1e-5;

const rangesOf = (length: number): Ranges => ({
  least: new Float64Array(length),
  most: new Float64Array(length),
});

/** The exact scores of a query with the keys that it may see, and each one's bound. */
export function scoresAndBounds(
  { shape, q, k }: KeptLayer<Float32Array>,
  head: number,
  query: number,
  precision: Precision = 'f32',
) {
  const { tokens, heads, keyHeads, headSize } = shape;
  const own = (head * tokens + query) * headSize;
  const first = Math.floor((head * keyHeads) / heads) * tokens * headSize;
  const share = headSize * 2 ** -24 + (precision === 'f16' ? 2 ** -10 : 0);
  const scores = new Float64Array(query + 1);
  const bounds = new Float64Array(query + 1);
  for (let key = 0; key <= query; key++) {
    let [sum, size] = [0, 0];
    for (let channel = 0; channel < headSize; channel++) {
      const product = q[own + channel] * k[first + key * headSize + channel];
      sum += product;
      size += Math.abs(product);
    }
    scores[key] = sum / Math.sqrt(headSize);
    bounds[key] = (share * size) / Math.sqrt(headSize);
  }
  return { scores, bounds };
}

/** The weights of a row for all scores within so many bounds; s is the head's parameter. */
export function weightRanges(
  rule: Rule,
  { scores, bounds }: ReturnType<typeof scoresAndBounds>,
  s: number,
  times: number,
): Ranges {
  const low = scores.map((x, key) => x - times * bounds[key]);
  const high = scores.map((x, key) => x + times * bounds[key]);
  const peak = high.reduce((most, x) => Math.max(most, x), rule.peakFloor(s));
  // Denominators turn at 0 and nowhere else.
  const between = low.map((x, key) => Math.min(Math.max(0, x), high[key]));
  const [atLow, atHigh, atTurn] = [low, high, between].map((xs) => xs.map((x) => rule.denominator(x, peak)));
  const least = atLow.map((each, key) => Math.min(each, atHigh[key], atTurn[key]));
  const most = atLow.map((each, key) => Math.max(each, atHigh[key], atTurn[key]));
  const sum = (total: number, each: number) => total + each;
  const extra = rule.extra(peak, s);
  const totals = { least: least.reduce(sum, extra), most: most.reduce(sum, extra) };
  // A weight grows with its own score; the other scores count by their share of the total alone.
  const share = (top: number, own: number, rest: number) => (top === 0 ? 0 : top / (own + Math.max(rest, 0)));
  return {
    least: low.map((x, key) => share(rule.numerator(x, peak), atLow[key], totals.most - most[key])),
    most: high.map((x, key) => share(rule.numerator(x, peak), atHigh[key], totals.least - least[key])),
  };
}

/** How many weights may lie on either side of each of the two thresholds. */
function openCells({ least, most }: Ranges) {
  const onBothSides = (threshold: number) => {
    let count = 0;
    for (let key = 0; key < least.length; key++)
      if (least[key] * (1 - RELATIVE) <= threshold && most[key] * (1 + RELATIVE) >= threshold) count += 1;
    return count;
  };
  return { zero: onBothSides(LEAST_NORMAL), zero16: onBothSides(LEAST_F16_HALVED) };
}

/** Everything about one query of one head; `kept` in f32, whatever the layer's precision. */
export function queryRanges(
  layer: LayerInput<Float32Array>,
  kept: KeptLayer<Float32Array>,
  head: number,
  query: number,
) {
  const known = scoresAndBounds(kept, head, query, layer.precision);
  const [narrow, weights] = [1, 2].map((times) =>
    weightRanges(ruleNamed(layer.rule), known, layer.parameter?.[head] ?? 0, times),
  );
  return {
    weights,
    open: openCells(narrow),
    /** Whether a weight is zero only where it may be, and only there more. */
    zeroFits: (key: number, weight: number) =>
      weight === 0
        ? narrow.least[key] * (1 - RELATIVE) < LEAST_NORMAL
        : narrow.most[key] * (1 + RELATIVE) >= LEAST_NORMAL,
  };
}

/** The output [D] of a query whose weights lie in ranges. */
export function outputRanges(
  { shape, qkv }: LayerInput<Float32Array>,
  { least, most }: Ranges,
  head: number,
): Ranges {
  const { heads, keyHeads, headSize } = shape;
  const stride = (heads + 2 * keyHeads) * headSize;
  const first = (heads + keyHeads + Math.floor((head * keyHeads) / heads)) * headSize;
  const output = rangesOf(headSize);
  for (let key = 0; key < least.length; key++)
    for (let channel = 0; channel < headSize; channel++) {
      const value = qkv[first + key * stride + channel];
      output.least[channel] += value * (value > 0 ? least[key] : most[key]);
      output.most[channel] += value * (value > 0 ? most[key] : least[key]);
    }
  return output;
}

/** What one head's survey may say. */
export function surveyRanges(layer: LayerInput<Float32Array>, kept: KeptLayer<Float32Array>, head: number) {
  const { tokens } = layer.shape;
  const columnMean = rangesOf(tokens);
  const [rowSumMean, rowSumMin, weightMax] = [0, 0, 0].map(() => rangesOf(1));
  const open = { zero: 0, zero16: 0 };
  for (const end of ['least', 'most'] as const) rowSumMin[end][0] = Number.POSITIVE_INFINITY;
  for (let query = 0; query < tokens; query++) {
    const { weights, open: cells } = queryRanges(layer, kept, head, query);
    open.zero += cells.zero;
    open.zero16 += cells.zero16;
    for (const end of ['least', 'most'] as const) {
      let sum = 0;
      for (const [key, weight] of weights[end].entries()) {
        sum += weight;
        columnMean[end][key] += weight / tokens;
        weightMax[end][0] = Math.max(weightMax[end][0], weight);
      }
      rowSumMean[end][0] += sum / tokens;
      rowSumMin[end][0] = Math.min(rowSumMin[end][0], sum);
    }
  }
  return { columnMean, rowSumMean, rowSumMin, weightMax, open };
}
