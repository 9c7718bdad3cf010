/** The evaluation: what many texts say of a model, from one record of each. */
import { kurtosis } from './kurtosis.ts';
import { MOSTLY_SILENT, SILENT } from './silent-heads.ts';
import type { TextMeasures, TextRecord } from './text-record.ts';

/** Shares are fractions of 1; `min`, `max` and `kurt` are of the pooled states. */
export interface Evaluation {
  readonly model: string;
  readonly rule: string;
  /** Tokens of every text, `<s>` included. */
  readonly T: number;
  readonly texts: number;
  /** Texts shorter than T. */
  readonly skipped: number;
  /** Share of (text, layer, head) whose weight on key 0, averaged over all queries, exceeds 0.2 and 0.3. */
  readonly sink02: number;
  readonly sink03: number;
  /** Pearson kurtosis μ₄/μ₂² over all texts, tokens and channels. */
  readonly kurt: number;
  readonly min: number;
  readonly max: number;
  /** Share of exact zeros in the lower triangles, diagonals included, in f32 and after rounding to f16. */
  readonly zero: number;
  readonly zero16: number;
  /** Share of heads without output on at least 95 % of all tokens of all texts together. */
  readonly dead: number;
  /** On at least 75 %, but less than 95 %. */
  readonly mostlyDead: number;
  /** Mean next-token loss in nats. */
  readonly nll: number;
  /** Mean sum of a row of weights. */
  readonly rowsum: number;
}

/**
 * The same to the last bit for the same records, in whatever order and from however many machines they come.
 * Throws if two are of the same text, or none was measured.
 */
export function evaluation(
  of: Pick<Evaluation, 'model' | 'rule' | 'T'>,
  records: readonly TextRecord[],
): Evaluation {
  const sorted = [...records].sort((a, b) => a.index - b.index);
  const twice = sorted.find(({ index }, at) => index === sorted[at - 1]?.index);
  if (twice) throw new Error(`metrics: expected one record a text, got two of text ${twice.index}`);
  const measured = sorted.map(({ measures }) => measures).filter((measures) => measures !== null);
  const texts = measured.length;
  if (texts === 0)
    throw new Error(`metrics: expected a text of at least ${of.T} tokens among ${records.length}, got none`);

  const mean = (value: (measures: TextMeasures) => number) =>
    measured.reduce((sum, measures) => sum + value(measures), 0) / texts;
  const heads = measured[0].off.flat().length;
  const cells = heads * ((of.T * (of.T + 1)) / 2);
  const off = Array.from({ length: heads }, () => 0);
  for (const measures of measured)
    for (const [head, count] of measures.off.flat().entries()) off[head] += count;
  const offFrom = (share: number) => off.filter((count) => count / (of.T * texts) >= share).length;
  return {
    ...of,
    texts,
    skipped: records.length - texts,
    sink02: mean(({ sink02 }) => sink02) / heads,
    sink03: mean(({ sink03 }) => sink03) / heads,
    kurt: kurtosis(measured.map(({ moments }) => moments)),
    min: measured.reduce((least, { min }) => Math.min(least, min), Number.POSITIVE_INFINITY),
    max: measured.reduce((most, { max }) => Math.max(most, max), Number.NEGATIVE_INFINITY),
    zero: mean(({ zero }) => zero) / cells,
    zero16: mean(({ zero16 }) => zero16) / cells,
    dead: offFrom(SILENT) / heads,
    mostlyDead: (offFrom(MOSTLY_SILENT) - offFrom(SILENT)) / heads,
    nll: mean(({ nll }) => nll),
    rowsum: mean(({ rowsum }) => rowsum),
  };
}
