/** The report: every number of one run under its published key. */
import { expectShape } from '#tensor';
import { type Flag, flagsOf, strongestKey } from './flags.ts';
import { kurtosis, pooledStates } from './kurtosis.ts';
import { meanLoss } from './loss.ts';
import type { Measured, MeasuredLayer } from './measured.ts';
import { offShare } from './silent-heads.ts';
import { sinkRate } from './sink-rate.ts';
import { topOf } from './top.ts';
/** Keys and shapes as the golden files of `tests/golden` have them; L layers, H heads. */
export interface Report {
  readonly model: string;
  readonly rule: string;
  readonly text: string;
  readonly ids: readonly number[];
  readonly T: number;
  /** How q and k were kept. */
  readonly precision: 'f32' | 'f16';
  /** Mean next-token loss in nats; null for a single token. */
  readonly nll: number | null;
  /** Five highest logits after the last token: [id, logit]. */
  readonly top: readonly (readonly [number, number])[];
  /** First eight logits after the last token. */
  readonly logit_last_head: readonly number[];
  readonly col0: readonly (readonly number[])[];
  readonly rowsum: readonly (readonly number[])[];
  readonly zero: readonly (readonly number[])[];
  readonly zero16: readonly (readonly number[])[];
  readonly outmax: readonly (readonly number[])[];
  readonly off: readonly (readonly number[])[];
  readonly weighted: readonly (readonly number[])[];
  readonly entropy: readonly (readonly number[])[];
  readonly distance: readonly (readonly number[])[];
  readonly previous: readonly (readonly number[])[];
  readonly self: readonly (readonly number[])[];
  readonly hid: readonly {
    readonly min: number;
    readonly max: number;
    readonly q: readonly [number, number, number];
  }[];
  readonly kurt: number;
  readonly sink02: number;
  readonly sink03: number;
  /** [L][H]: what is flagged, in the order sink, silent, mostly-silent. */
  readonly flags: readonly (readonly (readonly Flag[])[])[];
  /** [L][H]: the key with the largest mean weight, and that weight. */
  readonly strongest: readonly (readonly { readonly key: number; readonly weight: number }[])[];
  /** Key of this report → its unit in words. */
  readonly units: Readonly<Record<string, string>>;
}

/** Key of the report → its unit, for whoever reads the file without this page. */
const units: Report['units'] = {
  T: 'tokens, those that the tokenizer adds included: ids says which they are',
  precision:
    'f32, or f16 where a long text’s queries and keys were rounded to it before their scores, to take half the memory',
  nll: 'nats per token, mean over the tokens after the first',
  top: '[token id, logit] after the last token, highest first',
  logit_last_head: 'logits of token ids 0 to 7 after the last token',
  col0: '[layer][head] mean over all queries of the weight on key 0',
  rowsum: '[layer][head] mean over all queries of the sum of weights',
  zero: '[layer][head] exact zeros in the lower triangle, diagonal included, f32 weights',
  zero16: '[layer][head] the same after rounding the weights to f16',
  outmax: '[layer][head] largest |head output| over tokens and channels, before the output projection',
  off: '[layer][head] share of tokens whose |head output| is below 1e-6 in every channel',
  weighted:
    '[layer][head] rows of weights that have any weight; the others count in neither entropy nor distance',
  entropy:
    '[layer][head] nats, −Σ p ln p of each row divided by its sum, mean over the rows that have weight',
  distance:
    '[layer][head] tokens from query back to key, mean under each row divided by its sum, mean over the rows that have weight',
  previous: '[layer][head] weight on the token before the query, mean over all queries but the first',
  self: '[layer][head] weight on the query itself, mean over all queries',
  hid: 'min, max and quartiles of the embeddings, the output of each block and the final RMSNorm output',
  kurt: 'Pearson kurtosis (normal = 3) pooled over the embeddings, all blocks but the last and the final RMSNorm output',
  sink02: 'share of heads whose col0 exceeds 0.2',
  sink03: 'share of heads whose col0 exceeds 0.3',
  flags:
    '[layer][head] sink: mean weight on some key above 0.3; silent: off ≥ 0.95; mostly-silent: off ≥ 0.75',
  strongest: '[layer][head] the key with the largest mean weight over all queries, and that weight',
};

/** Throws if the layers or hidden states are not as many or as large as each other says. */
export function report(measured: Measured): Report {
  const { model, rule, text, ids, heads, layers, hidden, lastLogits } = measured;
  const tokens = ids.length;
  for (const layer of layers)
    expectShape('metrics: column means', [layer.columnMean.length], { 'heads × tokens': heads * tokens });
  expectShape('metrics: hidden states', [hidden.length], { 'layers + 2': layers.length + 2 });
  expectShape('metrics: losses', [measured.losses.length], { 'tokens − 1': tokens - 1 });

  const ofEach = <Value>(value: (layer: MeasuredLayer, head: number) => Value) =>
    layers.map((layer) => Array.from({ length: heads }, (_, head) => value(layer, head)));
  const col0 = ofEach((layer, head) => layer.columnMean[head * tokens]);

  return {
    model,
    rule,
    text,
    ids,
    T: tokens,
    precision: measured.precision,
    nll: meanLoss(measured.losses),
    top: topOf(lastLogits, 5),
    logit_last_head: Array.from(lastLogits.subarray(0, 8)),
    col0,
    rowsum: ofEach((layer, head) => layer.rowSumMean[head]),
    zero: ofEach((layer, head) => layer.zero[head]),
    zero16: ofEach((layer, head) => layer.zero16[head]),
    outmax: ofEach((layer, head) => layer.outputMax[head]),
    off: ofEach(offShare),
    weighted: ofEach((layer, head) => layer.rowsWithWeight[head]),
    entropy: ofEach((layer, head) => layer.entropy[head]),
    distance: ofEach((layer, head) => layer.distance[head]),
    previous: ofEach((layer, head) => layer.previous[head]),
    self: ofEach((layer, head) => layer.self[head]),
    hid: hidden.map(({ min, max, quartiles }) => ({ min, max, q: quartiles })),
    kurt: kurtosis(pooledStates(hidden)),
    sink02: sinkRate(col0, 0.2),
    sink03: sinkRate(col0, 0.3),
    flags: ofEach(flagsOf),
    strongest: ofEach(strongestKey),
    units,
  };
}
