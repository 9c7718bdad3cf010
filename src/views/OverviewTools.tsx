/** What the overview shows, in what order, and which heads: one set of tools for all panes. */
import { memo, useState } from 'react';
import { type HeadMetricId, headMetrics } from '#metrics';
import type { Spec } from '#share';
import type { Answer } from '#state';
import { filtered, noFilter } from './arrange.ts';
import { KindToggles } from './KindToggles.tsx';
import { MetricSelect } from './MetricSelect.tsx';
import type { Scales } from './metric-scales.ts';
import { markText } from './metric-text.ts';
import { type Bounds, RangeFields } from './RangeFields.tsx';
import { useWords } from './use-words.ts';
import './overview-tools.css';

type Told = Pick<Spec, 'show' | 'sort' | 'only' | 'layers' | 'where'>;

interface OverviewToolsProps extends Told {
  readonly answers: readonly Answer[];
  readonly scales: Scales;
  onSpec(change: Partial<Spec>): void;
}

/** A phone shows the maps first. */
const narrow = '(width < 36rem)';

export const OverviewTools = memo(function OverviewTools(props: OverviewToolsProps) {
  const { show, sort, only, layers, where, answers, onSpec } = props;
  const words = useWords();
  const [open, setOpen] = useState(() => !window.matchMedia(narrow).matches);
  const set = [show !== 'maps', sort, only.length > 0, layers, where].filter(Boolean).length;
  return (
    <details className="overview-tools" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {words.tools} <span className="tools-set">{words.toolsSet(set)}</span>
      </summary>
      <section className="tools" aria-label={words.tools}>
        <div className="tool">
          <b>{words.show}</b>
          <MetricSelect
            label={words.show}
            value={show === 'maps' ? null : show}
            other={words.maps}
            onChoose={(id) => onSpec({ show: id ?? 'maps' })}
          />
        </div>
        <div className="tool">
          <b>{words.sort}</b>
          <MetricSelect
            label={words.sort}
            value={sort?.metric ?? null}
            other={words.byLayer}
            onChoose={(metric) => onSpec({ sort: metric && { metric, rising: sort?.rising ?? false } })}
          />
          {sort && (
            <button
              type="button"
              className="quiet"
              aria-label={sort.rising ? words.smallestFirst : words.largestFirst}
              title={sort.rising ? words.smallestFirst : words.largestFirst}
              onClick={() => onSpec({ sort: { ...sort, rising: !sort.rising } })}
            >
              {sort.rising ? '↑' : '↓'}
            </button>
          )}
        </div>
        <div className="tool">
          <b>{words.only}</b>
          <KindToggles only={only} answers={answers} onOnly={(next) => onSpec({ only: next })} />
        </div>
        <Layers layers={layers} answers={answers} onSpec={onSpec} />
        <Where where={where} scales={props.scales} onSpec={onSpec} />
        {filtered(props) && (
          <button type="button" className="quiet" onClick={() => onSpec(noFilter)}>
            {words.showAllHeads}
          </button>
        )}
      </section>
    </details>
  );
});

/** All layers are no choice. An open end is the first or the last layer of the deepest model. */
function Layers({ layers, answers, onSpec }: Pick<OverviewToolsProps, 'layers' | 'answers' | 'onSpec'>) {
  const words = useWords();
  const count = Math.max(0, ...answers.map(({ card }) => card.layers));
  const choose = ([first, last]: Bounds) => {
    const from = first ?? 0;
    const to = (last ?? Math.max(count - 1, from)) + 1;
    onSpec({ layers: from === 0 && to >= count ? null : [from, to] });
  };
  return (
    <div className="tool">
      <b>{words.layers}</b>
      <RangeFields
        label={words.layers}
        value={layers ? [layers[0], layers[1] - 1] : [null, null]}
        ends={count > 0 ? ['0', String(count - 1)] : ['', '']}
        whole={true}
        onRange={choose}
      />
    </div>
  );
}

/** Which metric the numbers are of is no filter, and so not in the link, until there is a number. */
function Where({ where, scales, onSpec }: Pick<OverviewToolsProps, 'where' | 'scales' | 'onSpec'>) {
  const words = useWords();
  const [meant, mean] = useState<HeadMetricId>(headMetrics[0].id);
  const metric = where?.metric ?? meant;
  const { least, largest } = scales.metrics[metric];
  return (
    <div className="tool">
      <b>{words.where}</b>
      <MetricSelect
        label={words.whereMetric}
        value={metric}
        other={null}
        onChoose={(id) => {
          if (!id) return;
          mean(id);
          if (where) onSpec({ where: { ...where, metric: id } });
        }}
      />
      <RangeFields
        label={words.headMetrics[metric].title}
        value={[where?.least ?? null, where?.most ?? null]}
        ends={[markText(least), markText(largest)]}
        whole={false}
        onRange={([from, to]) =>
          onSpec({ where: from === null && to === null ? null : { metric, least: from, most: to } })
        }
      />
    </div>
  );
}
