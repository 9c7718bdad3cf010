/** Results as Markdown: a table for each length, the paper's own values beside ours where the paper has them. */
import type { ModelCard } from '#engine';
import { type Evaluation, publishedRules } from '#metrics';
import { percent, plain } from './evaluation-text.ts';
import { familyOf, kindOf } from './shipped-models.ts';

export interface Row {
  readonly card: ModelCard;
  readonly found: Evaluation;
}

/** The length of the paper's table 3. */
const PUBLISHED = 256;

const publishedOf = (card: ModelCard) => publishedRules.find(({ rule }) => rule === kindOf(card));

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

const both = (low: number, high: number) => `${percent(low)} / ${percent(high)}`;

const titles = [
  ...['model', 'rule', 'sink rate at 0.2 / 0.3, %', 'kurtosis', 'min / max', 'sparsity, %'],
  ...['dead / mostly dead heads, %', 'loss, nats'],
];
const publishedTitles = ['*paper:* sink rate, %', '*paper:* kurtosis', '*paper:* sparsity, %'];

function cellsOf({ card, found }: Row): readonly string[] {
  return [
    `[${card.id}](models/${card.id})`,
    kindOf(card),
    both(found.sink02, found.sink03),
    plain(found.kurt),
    `${plain(found.min)} / ${plain(found.max)}`,
    percent(found.zero16),
    both(found.dead, found.mostlyDead),
    found.nll.toFixed(3),
  ];
}

function publishedCells({ card }: Row): readonly string[] {
  const row = publishedOf(card);
  if (!row) return ['', '', ''];
  return [both(row.sink02, row.sink03), plain(row.kurt), percent(row.zero16)].map((cell) => `*${cell}*`);
}

/** Highest first, as `softmax 28.2, softpick 1.7`. */
function inOrder(rates: readonly (readonly [name: string, share: number])[]): string {
  const sorted = [...rates].sort((a, b) => b[1] - a[1]);
  return sorted.map(([name, share]) => `${name} ${percent(share)}`).join(', ');
}

function ordering(rows: readonly Row[]): readonly string[] {
  return [...new Set(rows.map(({ card }) => familyOf(card)))].map((family) => {
    const own = rows.filter(({ card }) => familyOf(card) === family);
    const kinds = new Set(own.map(({ card }) => kindOf(card)));
    const published = publishedRules.filter(({ rule }) => kinds.has(rule));
    return (
      `Sink rates at 0.2 in order, ${family}: ${inOrder(own.map(({ card, found }) => [card.id, found.sink02]))}; ` +
      `*the paper: ${inOrder(published.map(({ rule, sink02 }) => [rule, sink02]))}*.`
    );
  });
}

/** Rows of one length. */
function tableOf(rows: readonly Row[]): readonly string[] {
  const { T, texts, skipped } = rows[0].found;
  const held = T === PUBLISHED;
  const head = held ? [...titles, ...publishedTitles] : titles;
  return [
    `**T = ${T}**, ${texts} texts${skipped ? `, ${skipped} shorter skipped` : ''}:`,
    '',
    line(head),
    line(head.map(() => '---')),
    ...rows.map((row) => line([...cellsOf(row), ...(held ? publishedCells(row) : [])])),
    ...(held ? ['', ...ordering(rows)] : []),
  ];
}

/** Lengths and models in the order in which their rows come. */
export function resultsTable(rows: readonly Row[]): string {
  const lengths = [...new Set(rows.map(({ found }) => found.T))];
  return lengths
    .map((length) => tableOf(rows.filter(({ found }) => found.T === length)).join('\n'))
    .join('\n\n');
}
