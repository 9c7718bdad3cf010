/** The numbers of the golden files in `tests/golden`, computed from the oracle’s maps by their definitions. */
import type { OracleRun } from './transformer.ts';

export interface Summary {
  readonly T: number;
  readonly nll: number;
  readonly top: readonly (readonly [number, number])[];
  readonly logit_last_head: readonly number[];
  readonly col0: readonly (readonly number[])[];
  readonly rowsum: readonly (readonly number[])[];
  readonly zero: readonly (readonly number[])[];
  readonly outmax: readonly (readonly number[])[];
  readonly off: readonly (readonly number[])[];
  readonly hid: readonly { readonly min: number; readonly max: number; readonly q: readonly number[] }[];
  readonly kurt: number;
  readonly sink02: number;
  readonly sink03: number;
}

export function summarise(run: OracleRun, ids: readonly number[]): Summary {
  const { tokens, heads, logits, weights, hidden, outputs } = run;
  const vocabulary = logits.length / tokens;
  const ofEach = <Value>(value: (layer: number, head: number) => Value) =>
    weights.map((maps, layer) => maps.map((_, head) => value(layer, head)));
  const mean = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0) / numbers.length;
  const rows = (map: Float64Array) =>
    Array.from({ length: tokens }, (_, query) => map.subarray(query * tokens, query * tokens + query + 1));
  /** [T]: largest |output| of one head for each token. */
  const loudness = (layer: number, head: number) => {
    const width = outputs[layer].length / tokens;
    const size = width / heads;
    return Array.from({ length: tokens }, (_, t) => {
      const start = t * width + head * size;
      return Math.max(...outputs[layer].subarray(start, start + size).map(Math.abs));
    });
  };
  const losses = ids.slice(1).map((next, t) => {
    const row = logits.subarray(t * vocabulary, (t + 1) * vocabulary);
    const most = row.reduce((a, b) => Math.max(a, b));
    return Math.log(row.reduce((sum, logit) => sum + Math.exp(logit - most), 0)) + most - row[next];
  });
  const last = logits.subarray(-vocabulary);
  const ranked = Array.from(last, (logit, id) => [id, logit] as const).sort((a, b) => b[1] - a[1]);
  const col0 = ofEach((layer, head) => mean(rows(weights[layer][head]).map((row) => row[0])));
  const above = (threshold: number) => mean(col0.flat().map((weight) => (weight > threshold ? 1 : 0)));

  return {
    T: tokens,
    nll: mean(losses),
    top: ranked.slice(0, 5),
    logit_last_head: Array.from(last.subarray(0, 8)),
    col0,
    rowsum: ofEach((layer, head) =>
      mean(rows(weights[layer][head]).map((row) => row.reduce((a, b) => a + b, 0))),
    ),
    zero: ofEach(
      (layer, head) => rows(weights[layer][head]).flatMap((row) => [...row].filter((w) => w === 0)).length,
    ),
    outmax: ofEach((layer, head) => Math.max(...loudness(layer, head))),
    off: ofEach((layer, head) => mean(loudness(layer, head).map((most) => (most < 1e-6 ? 1 : 0)))),
    hid: hidden.map(extremesAndQuartiles),
    kurt: pooledKurtosis(hidden.filter((_, state) => state !== hidden.length - 2)),
    sink02: above(0.2),
    sink03: above(0.3),
  };
}

function extremesAndQuartiles(state: Float64Array) {
  const sorted = state.slice().sort();
  const at = (rank: number) => {
    const below = Math.floor(rank);
    const above = Math.ceil(rank);
    return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
  };
  const end = sorted.length - 1;
  return { min: sorted[0], max: sorted[end], q: [at(end / 4), at(end / 2), at((3 * end) / 4)] };
}

function pooledKurtosis(states: readonly Float64Array[]): number {
  const count = states.reduce((sum, state) => sum + state.length, 0);
  const mean = states.reduce((sum, state) => sum + state.reduce((a, b) => a + b, 0), 0) / count;
  const moment = (power: number) =>
    states.reduce((sum, state) => sum + state.reduce((s, value) => s + (value - mean) ** power, 0), 0) /
    count;
  return moment(4) / moment(2) ** 2;
}
