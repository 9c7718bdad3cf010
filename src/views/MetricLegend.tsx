/** What the colours of the heads mean while one metric is shown of each, in true numbers. */
import { type CSSProperties, memo } from 'react';
import type { Palette } from '#attention';
import type { HeadMetricId } from '#metrics';
import { rampOf } from './Legend.tsx';
import { markText } from './metric-text.ts';
import { useWords } from './use-words.ts';
import './legend.css';

interface MetricLegendProps {
  readonly metric: HeadMetricId;
  /** The value of the last colour. */
  readonly limit: number;
  readonly palette: Palette;
}

const marks = [0, 0.25, 0.5, 0.75, 1];

export const MetricLegend = memo(function MetricLegend({ metric, limit, palette }: MetricLegendProps) {
  const words = useWords();
  const { title, unit } = words.headMetrics[metric];
  return (
    <div className="legend" data-metric={metric}>
      <span className="legend-label">{title}</span>
      <div className="legend-scale" style={{ '--ramp': rampOf(palette) } as CSSProperties}>
        <div className="legend-ramp" />
        {marks.map((share) => (
          <span key={share} style={{ '--at': share } as CSSProperties}>
            {markText(share * limit)}
          </span>
        ))}
      </div>
      <span className="legend-unit">{unit}</span>
      <span className="swatch" style={{ '--swatch': `rgb(${palette.zero})` } as CSSProperties}>
        {words.exactZero}
      </span>
      <span className="swatch" data-hatched>
        {words.undefinedValue}
      </span>
    </div>
  );
});
