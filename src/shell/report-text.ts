/** A report as text for a terminal: the table of metrics, the likeliest next tokens, and one cell for each head. */
import type { Inspection } from '#explore';
import { type Metric, metrics, type Report, shortestForSinks } from '#metrics';
import { en } from '#words';

/** A letter for each flag, beside the number of its head. */
const letters = { sink: 's', silent: 'x', 'mostly-silent': 'm' } as const;

/** `nameOf` gives the visible form of a token by its id. */
export function reportText({ report, engine }: Inspection, nameOf: (id: number) => string): string {
  return [
    `${report.model} (${report.rule}), ${report.T} tokens, on ${engine.kind}: ${engine.note}`,
    report.T < shortestForSinks
      ? `Below ${shortestForSinks} tokens the text is too short to tell sinks.`
      : null,
    '',
    ...metricLines(report),
    '',
    'Next token, logit',
    ...report.top.map(([id, logit]) => `  ${nameOf(id).padEnd(16)}${logit.toFixed(3).padStart(8)}`),
    '',
    'Mean weight on the first token in percent, for each layer (L) and head (H);',
    's: sink (this or another token), x: silent, m: mostly silent',
    ...headLines(report),
  ]
    .filter((line) => line !== null)
    .join('\n');
}

function metricLines(report: Report): readonly string[] {
  const titleOf = ({ id }: Metric) => en.metrics[id].title;
  const width = Math.max(...metrics.map((metric) => titleOf(metric).length)) + 2;
  return metrics.map((metric) => {
    const { of, format, aside } = metric;
    const title = titleOf(metric);
    const value = of(report);
    if (value === null) return `${title.padEnd(width)}none`;
    return `${title.padEnd(width)}${format(value)}${aside ? ` (${aside(en, value, report)})` : ''}`;
  });
}

function headLines(report: Report): readonly string[] {
  const heads = report.col0[0]?.length ?? 0;
  const cells = (layer: number) =>
    Array.from({ length: heads }, (_, head) => {
      const percent = Math.round((report.col0[layer]?.[head] ?? 0) * 100);
      const flags = (report.flags[layer]?.[head] ?? []).map((flag) => letters[flag]).join('');
      return `${percent}${flags.padEnd(2)}`.padStart(6);
    }).join('');
  const title = Array.from({ length: heads }, (_, head) => `H${head}  `.padStart(6)).join('');
  return [`    ${title}`, ...report.col0.map((_, layer) => `L${layer}`.padEnd(4) + cells(layer))].map(
    (line) => line.trimEnd(),
  );
}
