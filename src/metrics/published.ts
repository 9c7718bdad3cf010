/** Values that the paper's authors found for their own models, to hold a run against. */
import type { Words } from '#words';

interface PublishedModel {
  readonly model: string;
  readonly tokens: number;
  readonly sink02: number;
  readonly sink03: number;
  readonly kurtosis: number;
  readonly least: number;
  readonly largest: number;
  /** Share of exact zeros after rounding to f16. */
  readonly zero16: number;
}

/** From the authors' raw files, by text length (Zuhri et al. 2025, models of table 2). */
const published: readonly PublishedModel[] = [
  row('softmax 340M', 64, 0.8006, 0.7361, 24543, -207.6, 241.9, 0.0006),
  row('softpick 340M', 64, 0.00002, 0, 391, -49.7, 54.2, 0.9309),
  row('softmax 340M', 256, 0.7123, 0.6774, 33722, -207.6, 251.0, 0.0012),
  row('softpick 340M', 256, 0.000005, 0, 344, -50.3, 56.1, 0.9349),
  row('softmax 1.8B', 256, 0.5233, 0.2587, 77421, -176.9, 378.5, 0.0003),
  row('softpick 1.8B', 256, 0.00003, 0.000001, 2457, -72.8, 104.5, 0.9586),
  row('softmax 340M', 4096, 0.6853, 0.6341, 27963, -207.8, 285.8, 0.0092),
  row('softpick 340M', 4096, 0.000005, 0, 325, -50.9, 56.1, 0.9446),
];

function row(
  model: string,
  tokens: number,
  sink02: number,
  sink03: number,
  kurtosis: number,
  least: number,
  largest: number,
  zero16: number,
): PublishedModel {
  return { model, tokens, sink02, sink03, kurtosis, least, largest, zero16 };
}

/** All models at the published length nearest to `tokens`, such as softmax 340M 80.1 % and softpick 340M 0.002 % at T = 64. */
export function publishedNear(
  words: Words,
  tokens: number,
  of: Exclude<keyof PublishedModel, 'model' | 'tokens'>,
  format: (value: number) => string,
): string {
  const distance = (length: number) => Math.abs(Math.log(length / tokens));
  const nearest = published.reduce((a, b) => (distance(b.tokens) < distance(a.tokens) ? b : a)).tokens;
  const values = published
    .filter((row) => row.tokens === nearest)
    .map((row) => `${row.model} ${format(row[of])}`);
  return words.authorsAt(values.join(', '), nearest);
}
