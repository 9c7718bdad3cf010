/** The table of metrics: one row each, which the page and the command line show in this order. */
import { pooledStates } from './kurtosis.ts';
import { perplexity } from './loss.ts';
import { publishedNear } from './published.ts';
import type { Report } from './report.ts';
import { silentHeads } from './silent-heads.ts';
import { sparsity } from './sparsity.ts';

export interface Metric {
  readonly id: string;
  readonly title: string;
  /** Of the value as `of` gives it. */
  readonly unit: string;
  /** One sentence, for the tooltip. */
  readonly definition: string;
  /** Null where this run has no such value. */
  readonly of: (report: Report) => number | null;
  /** The value as it is shown, unit included where it is not plain from the title. */
  readonly format: (value: number) => string;
  /** The same value in other words. */
  readonly aside?: (value: number, report: Report) => string;
  /** The authors' values for the text length nearest to this many tokens, length included. */
  readonly published?: (tokens: number) => string;
}

const digits = (value: number, most: number) =>
  value.toLocaleString('en', { maximumSignificantDigits: most });
const percent = (share: number) => `${digits(share * 100, 3)} %`;
const nats = (value: number) => `${value.toFixed(3)} nats`;
const plain = (value: number) => digits(value, 4);

const states = 'the embeddings, the outputs of all blocks but the last and the final RMSNorm output';

const sinkMetric = (id: 'sink02' | 'sink03', threshold: string): Metric => ({
  id,
  title: `Sink rate, ${threshold}`,
  unit: 'share of heads',
  definition: `Share of heads whose weight on the first token, averaged over all queries without rescaling any row, exceeds ${threshold}; it falls with the length of the text, so compare only equal T.`,
  of: (report) => report[id],
  format: percent,
  published: (tokens) => publishedNear(tokens, id, percent),
});

export const metrics: readonly Metric[] = [
  sinkMetric('sink02', '0.2'),
  sinkMetric('sink03', '0.3'),
  {
    id: 'zero',
    title: 'Sparsity',
    unit: 'share of weights',
    definition:
      'Share of the weights in the lower triangles of all heads, diagonals included, that are exactly 0 in 32-bit floats.',
    of: (report) => sparsity(report.zero, report.T),
    format: percent,
  },
  {
    id: 'zero16',
    title: 'Sparsity, f16',
    unit: 'share of weights',
    definition:
      'Share of the weights in the lower triangles of all heads, diagonals included, that are exactly 0 after rounding to 16-bit floats, as the paper’s authors count.',
    of: (report) => sparsity(report.zero16, report.T),
    format: percent,
    published: (tokens) => publishedNear(tokens, 'zero16', percent),
  },
  {
    id: 'silent',
    title: 'Silent heads',
    unit: 'heads',
    definition:
      'Heads with an output below 1e-6 in every channel on at least 95 % of the tokens of this text; the paper calls a head dead when this holds over 5 million tokens.',
    of: (report) => silentHeads(report.off),
    format: (count) => String(count),
    aside: (count, report) =>
      `${percent(count / report.off.flat().length)} of ${report.off.flat().length} heads`,
    published: () => 'softpick 340M 9.11 %, softpick 1.8B 20.9 % of heads dead over 5 million tokens',
  },
  {
    id: 'nll',
    title: 'Next-token loss',
    unit: 'nats per token',
    definition: 'Mean over all tokens but the first of −ln of the probability that the model gave them.',
    of: (report) => report.nll,
    format: nats,
    aside: (value) => `perplexity ${digits(perplexity(value), 4)}`,
  },
  {
    id: 'kurt',
    title: 'Kurtosis',
    unit: 'none; 3 for a normal distribution',
    definition: `Pearson kurtosis μ₄/μ₂² (normal = 3) of all values of ${states}, pooled.`,
    of: (report) => report.kurt,
    format: plain,
    published: (tokens) => publishedNear(tokens, 'kurtosis', plain),
  },
  {
    id: 'least',
    title: 'Least hidden value',
    unit: 'none',
    definition: `Least of all values of ${states}.`,
    of: (report) => Math.min(...pooledStates(report.hid).map(({ min }) => min)),
    format: plain,
    published: (tokens) => publishedNear(tokens, 'least', plain),
  },
  {
    id: 'largest',
    title: 'Largest hidden value',
    unit: 'none',
    definition: `Largest of all values of ${states}.`,
    of: (report) => Math.max(...pooledStates(report.hid).map(({ max }) => max)),
    format: plain,
    published: (tokens) => publishedNear(tokens, 'largest', plain),
  },
];
