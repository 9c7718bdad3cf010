/** The table of metrics: one row each, which the page and the command line show in this order. */
import type { Words } from '#words';
import { pooledStates } from './kurtosis.ts';
import { perplexity } from './loss.ts';
import { publishedNear } from './published.ts';
import type { Report } from './report.ts';
import { silentHeads } from './silent-heads.ts';
import { sparsity } from './sparsity.ts';

export interface Metric {
  /** Its title, unit and definition stand under this name in each language. */
  readonly id: keyof Words['metrics'];
  /** Null where this run has no such value. */
  readonly of: (report: Report) => number | null;
  /** The value as it is shown, unit included where it is not plain from the title. */
  readonly format: (value: number) => string;
  /** The same value in other words. */
  readonly aside?: (words: Words, value: number, report: Report) => string;
  /** The authors' values for the text length nearest to this many tokens, in a sentence. */
  readonly published?: (words: Words, tokens: number) => string;
}

const digits = (value: number, most: number) =>
  value.toLocaleString('en', { maximumSignificantDigits: most });
const percent = (share: number) => `${digits(share * 100, 3)} %`;
const nats = (value: number) => `${value.toFixed(3)} nats`;
const plain = (value: number) => digits(value, 4);

const sinkMetric = (id: 'sink02' | 'sink03'): Metric => ({
  id,
  of: (report) => report[id],
  format: percent,
  published: (words, tokens) => publishedNear(words, tokens, id, percent),
});

export const metrics: readonly Metric[] = [
  sinkMetric('sink02'),
  sinkMetric('sink03'),
  { id: 'zero', of: (report) => sparsity(report.zero, report.T), format: percent },
  {
    id: 'zero16',
    of: (report) => sparsity(report.zero16, report.T),
    format: percent,
    published: (words, tokens) => publishedNear(words, tokens, 'zero16', percent),
  },
  {
    id: 'silent',
    of: (report) => silentHeads(report.off),
    format: (count) => String(count),
    aside: (words, count, report) => {
      const heads = report.off.flat().length;
      return words.shareOfHeads(percent(count / heads), heads);
    },
    published: (words) => words.authors(words.deadHeads('softpick 340M 9.11 %, softpick 1.8B 20.9 %')),
  },
  {
    id: 'nll',
    of: (report) => report.nll,
    format: nats,
    aside: (words, value) => words.perplexity(digits(perplexity(value), 4)),
  },
  {
    id: 'kurt',
    of: (report) => report.kurt,
    format: plain,
    published: (words, tokens) => publishedNear(words, tokens, 'kurtosis', plain),
  },
  {
    id: 'least',
    of: (report) => Math.min(...pooledStates(report.hid).map(({ min }) => min)),
    format: plain,
    published: (words, tokens) => publishedNear(words, tokens, 'least', plain),
  },
  {
    id: 'largest',
    of: (report) => Math.max(...pooledStates(report.hid).map(({ max }) => max)),
    format: plain,
    published: (words, tokens) => publishedNear(words, tokens, 'largest', plain),
  },
];
