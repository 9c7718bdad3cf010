/** The survey without WebGPU: a few numbers of every head of one layer. */
import { LEAST_NORMAL, weightReader } from './reference-weights.ts';
import type { KeptLayer, Survey } from './types.ts';

/** Half the least f16 above 0: what is not larger rounds to 0, a tie going to the even side. */
const LEAST_F16_HALVED = 2 ** -25;

/** Σ over a row's keys 0..query of −p ln p and of p · (query − key), p being the weight times `inverse`. */
function spreadOf(row: Float32Array, query: number, inverse: number): readonly [number, number] {
  let [entropy, distance] = [0, 0];
  for (let key = 0; key <= query; key++) {
    const share = Math.min(1, row[key] * inverse);
    if (share === 0) continue;
    entropy -= share * Math.log(share);
    distance += share * (query - key);
  }
  return [entropy, distance];
}

export function surveyLayer(layer: KeptLayer<Float32Array>): Survey {
  const { tokens, heads } = layer.shape;
  const read = weightReader(layer);
  const row = new Float32Array(tokens);
  const columns = new Float64Array(tokens);
  const survey = {
    tokens,
    columnMean: new Float32Array(heads * tokens),
    rowSumMean: new Float32Array(heads),
    rowSumMin: new Float32Array(heads).fill(Number.POSITIVE_INFINITY),
    zero: new Uint32Array(heads),
    zero16: new Uint32Array(heads),
    weightMax: new Float32Array(heads),
    outputMax: new Float32Array(heads),
    off: new Float32Array(heads),
    rowsWithWeight: new Uint32Array(heads),
    entropy: new Float32Array(heads),
    distance: new Float32Array(heads),
    previous: new Float32Array(heads),
    self: new Float32Array(heads),
  };
  for (let head = 0; head < heads; head++) {
    columns.fill(0);
    let [sums, zero, zero16, weightMax] = [0, 0, 0, 0];
    let [rowsWithWeight, entropy, distance, previous, self] = [0, 0, 0, 0, 0];
    for (let query = 0; query < tokens; query++) {
      read(head, query, row);
      const sum = layer.sums[head * tokens + query];
      sums += sum;
      survey.rowSumMin[head] = Math.min(survey.rowSumMin[head], sum);
      for (let key = 0; key <= query; key++) {
        const weight = row[key];
        columns[key] += weight;
        if (weight === 0) zero += 1;
        if (weight <= LEAST_F16_HALVED) zero16 += 1;
        if (weight > weightMax) weightMax = weight;
      }
      self += row[query];
      if (query > 0) previous += row[query - 1];
      if (sum < LEAST_NORMAL) continue;
      const spread = spreadOf(row, query, 1 / sum);
      rowsWithWeight += 1;
      entropy += spread[0];
      distance += spread[1];
    }
    survey.columnMean.set(
      columns.map((column) => column / tokens),
      head * tokens,
    );
    const [outputMax, off] = layer.tallies.subarray(2 * head, 2 * head + 2);
    survey.rowSumMean[head] = sums / tokens;
    survey.outputMax[head] = outputMax;
    survey.off[head] = off / tokens;
    survey.zero[head] = zero;
    survey.zero16[head] = zero16;
    survey.weightMax[head] = weightMax;
    survey.rowsWithWeight[head] = rowsWithWeight;
    survey.entropy[head] = entropy / Math.max(1, rowsWithWeight);
    survey.distance[head] = distance / Math.max(1, rowsWithWeight);
    survey.previous[head] = previous / Math.max(1, tokens - 1);
    survey.self[head] = self / tokens;
  }
  return survey;
}
