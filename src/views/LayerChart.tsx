/** One metric against the layer: a faint dot per head, a line through the means, marks on what is pointed at. */
import { line } from 'd3';
import { createContext, memo, type PointerEvent, useContext } from 'react';
import type { HeadName } from '#share';
import type { Series } from './layer-series.ts';

interface LayerChartProps {
  /** Null before there is an answer. */
  readonly series: Series | null;
  readonly top: number;
  /** The layer whose values are said. */
  readonly layer: number | null;
  onLayer(layer: number): void;
}

export interface Pointed {
  readonly open: HeadName | null;
  readonly hover: HeadName | null;
}

/** The heads that are marked in every chart: they change at every frame, the charts do not. */
export const PointedContext = createContext<Pointed>({ open: null, hover: null });

/** Units of the drawing each way; it is stretched to its place, its strokes are not. */
const SIZE = 100;

export function LayerChart({ series, top, layer, onLayer }: LayerChartProps) {
  const layers = series?.values.length ?? 1;
  const mean = layer === null ? null : (series?.means[layer] ?? null);
  const point = (event: PointerEvent<HTMLElement>) => {
    if (!series || event.pointerType === 'touch') return;
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const at = Math.floor(((event.clientX - left) / width) * layers);
    onLayer(Math.min(Math.max(at, 0), layers - 1));
  };
  return (
    <span className="chart-field" onPointerMove={point}>
      <svg
        className="chart-drawing"
        viewBox={`0 0 ${SIZE} ${SIZE}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {layer !== null && <path className="chart-layer" d={`M${across(layer, layers)} 0V${SIZE}`} />}
        {series && <Lines series={series} top={top} />}
        {layer !== null && mean !== null && (
          <path className="chart-mean" d={dotAt(layer, mean, layers, top)} />
        )}
      </svg>
      {series && <Marks series={series} top={top} />}
    </span>
  );
}

/** What changes with the answer alone: one path for all dots, however many heads there are. */
const Lines = memo(function Lines({ series, top }: { readonly series: Series; readonly top: number }) {
  const { values, means } = series;
  const layers = values.length;
  const dots = values.flatMap((heads, layer) =>
    heads.map((value) => (value === null ? '' : dotAt(layer, value, layers, top))),
  );
  const through = line<number | null>()
    .defined((value) => value !== null)
    .x((_, layer) => across(layer, layers))
    .y((value) => down(value ?? 0, top));
  return (
    <>
      <path className="chart-dots" d={dots.join('')} />
      <path className="chart-line" d={through(means) ?? ''} />
    </>
  );
});

/** Over the drawing, so that moving one changes nothing of it. */
function Marks({ series, top }: { readonly series: Series; readonly top: number }) {
  const { open, hover } = useContext(PointedContext);
  return (
    <>
      <Mark className="chart-open" head={open} series={series} top={top} />
      <Mark className="chart-hover" head={hover} series={series} top={top} />
    </>
  );
}

interface MarkProps {
  readonly className: string;
  readonly head: HeadName | null;
  readonly series: Series;
  readonly top: number;
}

function Mark({ className, head, series, top }: MarkProps) {
  const { id, values } = series;
  const value = head && (values[head.layer]?.[id === 'hidden' ? 0 : head.head] ?? null);
  if (!head || value === null) return null;
  const place = { left: `${across(head.layer, values.length)}%`, top: `${down(value, top)}%` };
  return <i className={className} style={place} />;
}

const rounded = (value: number) => Math.round(value * 100) / 100;
const across = (layer: number, layers: number) => rounded(((layer + 0.5) / layers) * SIZE);
const down = (value: number, top: number) => rounded(SIZE * (1 - value / top));

/** A line without length, which a round cap makes a dot that no stretching distorts. */
function dotAt(layer: number, value: number, layers: number, top: number): string {
  return `M${across(layer, layers)} ${down(value, top)}h0`;
}
