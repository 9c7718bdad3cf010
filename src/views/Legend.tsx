/** What the colours of the maps mean, in true numbers. */
import { format } from 'd3';
import { type CSSProperties, memo } from 'react';
import { LOG_DECADES, type Palette, placeOf, type Ramp } from '#attention';
import type { Spec } from '#share';
import type { Words } from '#words';
import { useWords } from './use-words.ts';
import './legend.css';

interface LegendProps {
  readonly scale: Spec['scale'];
  readonly range: Spec['range'];
  /** The weight of the last colour; null where each head or layer has its own. */
  readonly limit: number | null;
  readonly palette: Palette;
  /** With the swatches of exact zeros and masked cells. */
  readonly named: boolean;
}

/** Shares of the limit that are marked. */
const marks: Readonly<Record<Spec['scale'], readonly number[]>> = {
  linear: [0, 0.25, 0.5, 0.75, 1],
  sqrt: [0, 0.01, 0.1, 0.25, 0.5, 1],
  log: Array.from({ length: LOG_DECADES + 1 }, (_, decade) => 10 ** (decade - LOG_DECADES)),
};

const twoDigits = format('.2~r');
const rounded = format('.2~g');

export const Legend = memo(function Legend({ scale, range, limit, palette, named }: LegendProps) {
  const words = useWords();
  return (
    <div className="legend">
      <span className="legend-label">
        {limit === null || range === 'one' ? words.weight : words.weightUpTo[range]}
      </span>
      <div className="legend-scale" style={{ '--ramp': rampOf(palette) } as CSSProperties}>
        <div className="legend-ramp" />
        {marks[scale].map((share) => (
          <span
            key={share}
            data-word={limit === null || undefined}
            style={{ '--at': share === 0 ? 0 : placeOf(scale, share) } as CSSProperties}
          >
            {markText(words, share, limit, range)}
          </span>
        ))}
      </div>
      {named && <Swatches zero={palette.zero} />}
    </div>
  );
});

/** The two colours that stand for no size: an exact zero and a masked cell. */
export function Swatches({ zero }: Pick<Ramp, 'zero'>) {
  const words = useWords();
  return (
    <span className="swatches">
      <span className="swatch" style={{ '--swatch': `rgb(${zero})` } as CSSProperties}>
        {words.exactZero}
      </span>
      <span className="swatch" data-masked>
        {words.masked}
      </span>
    </span>
  );
}

/** Of ranges that differ only the ends can be named for all heads at once: the rest are shares of a largest weight. */
function markText(words: Words, share: number, limit: number | null, range: Spec['range']): string {
  if (share === 0) return '0';
  if (limit === null) return share === 1 && range !== 'one' ? words.largestOf[range] : '';
  const weight = share * limit;
  return weight < 0.001 ? rounded(weight).replace('e-', 'e−') : twoDigits(weight);
}

/** Every sixteenth colour is near enough to its neighbours for a gradient between them. */
export function rampOf({ colours }: Pick<Ramp, 'colours'>): string {
  const stops = Array.from({ length: 18 }, (_, stop) => {
    const at = 3 * Math.min(255, stop * 15);
    return `rgb(${colours[at]} ${colours[at + 1]} ${colours[at + 2]})`;
  });
  return `linear-gradient(to right, ${stops.join(', ')})`;
}
