/** Which heads the overview shows, and in what order: the answer and the spec in, names of heads out. */
import { type Flag, type HeadMetric, headMetricNamed, type Report } from '#metrics';
import type { HeadName, Kind, Span, Spec } from '#share';

export interface Arrangement {
  /** Those shown, in reading order. */
  readonly heads: readonly HeadName[];
  /** Layers that have a row each, heads standing in their columns; null where the heads follow a metric instead. */
  readonly rows: Span | null;
  /** Heads of the model, shown or not. */
  readonly all: number;
}

/** The part of the spec that says what is shown. */
export type Choice = Pick<Spec, 'sort' | 'only' | 'layers' | 'where'>;

export interface Shape {
  readonly layers: number;
  readonly heads: number;
}

/** Before there is a report every head of the layers asked for has its place, and none is measured. */
export function arrange(report: Report | null, { layers, heads }: Shape, choice: Choice): Arrangement {
  const [from, to] = choice.layers ?? [0, layers];
  const rows: Span = [Math.min(from, layers), Math.min(to, layers)];
  const all = layers * heads;
  const inLayers = Array.from({ length: (rows[1] - rows[0]) * heads }, (_, index) => ({
    layer: rows[0] + Math.floor(index / heads),
    head: index % heads,
  }));
  if (!report) return { heads: inLayers, rows, all };
  const shown = inLayers.filter((name) => passes(report, choice, name));
  const metric = choice.sort && headMetricNamed(choice.sort.metric);
  if (!choice.sort || !metric) return { heads: shown, rows, all };
  return { heads: sorted(report, metric, choice.sort.rising, shown), rows: null, all };
}

export const noFilter: Omit<Choice, 'sort'> = { only: [], layers: null, where: null };

/** Whether a filter is set, whatever it leaves. */
export function filtered({ only, layers, where }: Choice): boolean {
  return only.length > 0 || layers !== null || where !== null;
}

/** A head is plain if nothing is flagged. */
export function isOfKind(flags: readonly Flag[], kind: Kind): boolean {
  return kind === 'plain' ? flags.length === 0 : flags.includes(kind);
}

function passes(report: Report, { only, where }: Choice, { layer, head }: HeadName): boolean {
  if (only.length > 0 && !only.some((kind) => isOfKind(report.flags[layer][head], kind))) return false;
  if (!where) return true;
  const value = headMetricNamed(where.metric)?.of(report, layer, head) ?? null;
  if (value === null) return false;
  return value >= (where.least ?? value) && value <= (where.most ?? value);
}

/** Heads without a value come last either way; equal ones stay in the order of layers and heads. */
function sorted(
  report: Report,
  metric: HeadMetric,
  rising: boolean,
  heads: readonly HeadName[],
): readonly HeadName[] {
  const valued = heads.map((name) => ({ name, value: metric.of(report, name.layer, name.head) }));
  return valued
    .sort((a, b) => {
      if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
      return rising ? a.value - b.value : b.value - a.value;
    })
    .map(({ name }) => name);
}
