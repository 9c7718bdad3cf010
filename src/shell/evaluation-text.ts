/** An evaluation as text for a terminal. */
import type { Evaluation } from '#metrics';

const digits = (value: number, most: number) =>
  value.toLocaleString('en', { maximumSignificantDigits: most });
export const percent = (share: number) => digits(share * 100, 3);
export const plain = (value: number) => digits(value, 4);

export function evaluationText(found: Evaluation): string {
  const rows = [
    ['Sink rate, 0.2 / 0.3', `${percent(found.sink02)} / ${percent(found.sink03)} %`],
    ['Kurtosis', plain(found.kurt)],
    ['Least / largest hidden value', `${plain(found.min)} / ${plain(found.max)}`],
    ['Sparsity / in f16', `${percent(found.zero)} / ${percent(found.zero16)} %`],
    ['Dead / mostly dead heads', `${percent(found.dead)} / ${percent(found.mostlyDead)} %`],
    ['Next-token loss', `${found.nll.toFixed(3)} nats`],
    ['Mean sum of a row', plain(found.rowsum)],
  ];
  const width = Math.max(...rows.map(([title]) => title.length)) + 2;
  return [
    `${found.model} (${found.rule}), ${found.texts} texts of ${found.T} tokens, ${found.skipped} shorter skipped`,
    '',
    ...rows.map(([title, value]) => title.padEnd(width) + value),
  ].join('\n');
}
