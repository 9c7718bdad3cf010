/** A small chart of every metric against the layer: each a button that colours the heads by its metric. */
import { type KeyboardEvent, memo, useMemo, useState } from 'react';
import type { HeadMetricId } from '#metrics';
import type { HeadName, Spec } from '#share';
import type { Answer } from '#state';
import type { Words } from '#words';
import { LayerChart, PointedContext } from './LayerChart.tsx';
import { LayerTable } from './LayerTable.tsx';
import { type Series, type SeriesId, seriesIds, seriesOf, spreadOf, topOf } from './layer-series.ts';
import type { Scales } from './metric-scales.ts';
import { metricText, numberText } from './metric-text.ts';
import { step } from './steps.ts';
import { useInSight } from './use-in-sight.ts';
import { useLatest } from './use-latest.ts';
import { useWords } from './use-words.ts';
import './layer-charts.css';

interface LayerChartsProps {
  /** The model's title. */
  readonly title: string;
  readonly answer: Answer | null;
  readonly scales: Scales;
  readonly show: Spec['show'];
  readonly open: HeadName | null;
  readonly hover: HeadName | null;
  onSpec(change: Partial<Spec>): void;
}

/** The values that are said: those of one chart in one layer. */
interface Probe {
  readonly id: SeriesId;
  readonly layer: number;
}

export const LayerCharts = memo(function LayerCharts(props: LayerChartsProps) {
  const { title, answer, scales, show, open, hover, onSpec } = props;
  const words = useWords();
  const [probe, setProbe] = useState<Probe | null>(null);
  const [tabStop, stopAt] = useState<SeriesId>(seriesIds[0]);
  const report = answer?.report ?? null;
  const all = useMemo(() => (report ? seriesOf(report) : null), [report]);
  const [charts, inSight] = useInSight<HTMLDivElement>();
  const followed = inSight ? hover : null;
  const pointed = useMemo(() => ({ open, hover: followed }), [open, followed]);
  const layers = answer?.card.layers ?? 0;

  const say = useLatest((id: SeriesId, layer: number) => {
    if (probe?.id !== id || probe.layer !== layer) setProbe({ id, layer });
  });
  const enter = useLatest((id: SeriesId) => {
    stopAt(id);
    if (probe?.id !== id) setProbe({ id, layer: probe?.layer ?? 0 });
  });
  const press = useLatest((id: SeriesId) => id !== 'hidden' && onSpec({ show: id === show ? 'maps' : id }));
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const chart = (event.target as HTMLElement).closest<HTMLElement>('.layer-chart');
    if (!chart || event.altKey || event.metaKey || event.ctrlKey || layers === 0) return;
    const place = { row: seriesIds.indexOf(chart.dataset.series as SeriesId), column: probe?.layer ?? 0 };
    const next = step(event.key, place, { rows: seriesIds.length, columns: layers });
    if (!next) return;
    event.preventDefault();
    setProbe({ id: seriesIds[next.row], layer: next.column });
    event.currentTarget.querySelectorAll<HTMLElement>('.layer-chart')[next.row].focus();
  };

  return (
    <section className="layer-charts" aria-label={words.chartsOf(title)}>
      <div className="charts-head">
        <h3>{words.charts}</h3>
        <p aria-live="polite">
          {probe && all ? <Said words={words} probe={probe} all={all} /> : words.chartsHint}
        </p>
        <LayerTable answer={answer} all={all} />
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would announce a form */}
      <div
        ref={charts}
        className="charts"
        role="group"
        aria-label={words.chartsKeys}
        onKeyDown={move}
        onPointerLeave={() => setProbe(null)}
        onBlur={() => setProbe(null)}
      >
        <PointedContext value={pointed}>
          {seriesIds.map((id, index) => (
            <Chart
              key={id}
              id={id}
              series={all?.[index] ?? null}
              top={topOf(scales, id)}
              layer={probe?.id === id && probe.layer < layers ? probe.layer : null}
              reachable={id === tabStop}
              pressed={id === show}
              onSay={say}
              onEnter={enter}
              onPress={press}
            />
          ))}
        </PointedContext>
      </div>
    </section>
  );
});

interface ChartProps {
  readonly id: SeriesId;
  readonly series: Series | null;
  readonly top: number;
  readonly layer: number | null;
  readonly reachable: boolean;
  readonly pressed: boolean;
  onSay(id: SeriesId, layer: number): void;
  onEnter(id: SeriesId): void;
  onPress(id: SeriesId): void;
}

/** Hidden values are of a layer, not of a head: there is nothing to press. */
const Chart = memo(function Chart({ id, series, top, layer, ...rest }: ChartProps) {
  const words = useWords();
  const { title, unit, definition } = wordsOf(words, id);
  const largest = numberText(words, likeOf(id), top);
  const about = `${definition} ${words.unit(unit)}`;
  const shared = {
    className: 'layer-chart',
    'data-series': id,
    'aria-description': about,
    title: about,
    tabIndex: rest.reachable ? 0 : -1,
    onFocus: () => rest.onEnter(id),
  };
  const inside = (
    <>
      <span className="chart-title">
        {title} <small>{series ? largest : ''}</small>
      </span>
      <LayerChart series={series} top={top} layer={layer} onLayer={(at) => rest.onSay(id, at)} />
    </>
  );
  return id === 'hidden' ? (
    <div {...shared} role="img" aria-label={`${title} ${largest}`}>
      {inside}
    </div>
  ) : (
    <button {...shared} type="button" aria-pressed={rest.pressed} onClick={() => rest.onPress(id)}>
      {inside}
    </button>
  );
});

function Said({ words, probe, all }: { words: Words; probe: Probe; all: readonly Series[] }) {
  const { id, layer } = probe;
  const series = all[seriesIds.indexOf(id)];
  return (
    <>
      <b>{wordsOf(words, id).title}</b>, {saidOf(words, series, layer)}
    </>
  );
}

function saidOf(words: Words, series: Series, layer: number): string {
  const spread = spreadOf(series, layer);
  const mean = series.means[layer] ?? null;
  if (!spread || mean === null) return words.chartNone(layer);
  const [least, largest] = spread.map((value) => valueText(words, series.id, value));
  if (series.id === 'hidden') return words.chartHidden(layer, largest);
  return words.chartMean(layer, valueText(words, series.id, mean), least, largest);
}

function wordsOf(words: Words, id: SeriesId): Words['hidden'] {
  return id === 'hidden' ? words.hidden : words.headMetrics[id];
}

/** Hidden values are written like the largest outputs, which they are sums of. */
const likeOf = (id: SeriesId): HeadMetricId => (id === 'hidden' ? 'outmax' : id);

const valueText = (words: Words, id: SeriesId, value: number): string => metricText(words, likeOf(id), value);
