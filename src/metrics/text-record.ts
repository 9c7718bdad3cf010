/** What one text adds to an evaluation: counts and sums, small enough to be kept or sent for every text. */
import { expectShape, type Moments } from '#tensor';
import { pooledMoments, pooledStates } from './kurtosis.ts';
import { meanLoss } from './loss.ts';
import type { Measured } from './measured.ts';
import { offCount } from './silent-heads.ts';
import { sinkCount } from './sink-rate.ts';

/** Plain data that JSON gives back as it was. L layers, H heads, T tokens. */
export interface TextMeasures {
  /** Of all L·H heads, those whose mean weight on key 0 exceeds 0.2 and 0.3. */
  readonly sink02: number;
  readonly sink03: number;
  /** Of the pooled states: embeddings, the outputs of blocks 1..L − 1, the final-RMSNorm output. */
  readonly moments: Moments;
  readonly min: number;
  readonly max: number;
  /** Exact zeros in the lower triangles of all heads, and the same after rounding to f16. */
  readonly zero: number;
  readonly zero16: number;
  /** [L][H]: tokens whose head output is below 1e-6 in every channel. */
  readonly off: readonly (readonly number[])[];
  /** Mean of the T − 1 losses in nats. */
  readonly nll: number;
  /** Mean sum of a row of weights, over all rows of all heads. */
  readonly rowsum: number;
}

export interface TextRecord {
  /** Place of the text among all of the evaluation. */
  readonly index: number;
  /** Tokens of the whole text, `<s>` included. */
  readonly length: number;
  /** Null where the text is shorter than T. */
  readonly measures: TextMeasures | null;
}

/** Of a run of T ≥ 2 tokens. */
export function measuresOf({
  layers,
  heads,
  hidden,
  losses,
}: Pick<Measured, 'layers' | 'heads' | 'hidden' | 'losses'>): TextMeasures {
  expectShape('metrics: hidden states', [hidden.length], { 'layers + 2': layers.length + 2 });
  const nll = meanLoss(losses);
  if (nll === null) throw new Error('metrics: expected a text of at least 2 tokens, got 1');
  const all = Array.from({ length: heads }, (_, head) => head);
  const col0 = layers.map((layer) => all.map((head) => layer.columnMean[head * layer.tokens]));
  const sum = (of: (layer: (typeof layers)[number]) => ArrayLike<number>) =>
    layers.reduce((total, layer) => Array.from(of(layer)).reduce((a, b) => a + b, total), 0);
  const states = pooledStates(hidden);
  const { count, mean, m2, m3, m4 } = pooledMoments(states);
  return {
    sink02: sinkCount(col0, 0.2),
    sink03: sinkCount(col0, 0.3),
    moments: { count, mean, m2, m3, m4 },
    min: Math.min(...states.map(({ min }) => min)),
    max: Math.max(...states.map(({ max }) => max)),
    zero: sum(({ zero }) => zero),
    zero16: sum(({ zero16 }) => zero16),
    off: layers.map((layer) => all.map((head) => offCount(layer, head))),
    nll,
    rowsum: sum(({ rowSumMean }) => rowSumMean) / (layers.length * heads),
  };
}
