/** What the colours of the maps mean, in true numbers. */
import { type CSSProperties, memo } from 'react';
import type { Palette, Ramp } from '#attention';
import { marksOf, markText, rampStops } from '#figure';
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

export const Legend = memo(function Legend({ scale, range, limit, palette, named }: LegendProps) {
  const words = useWords();
  return (
    <div className="legend">
      <span className="legend-label">
        {limit === null || range === 'one' ? words.weight : words.weightUpTo[range]}
      </span>
      <div className="legend-scale" style={{ '--ramp': rampOf(palette) } as CSSProperties}>
        <div className="legend-ramp" />
        {marksOf(scale).map(({ share, at }) => (
          <span key={share} data-word={limit === null || undefined} style={{ '--at': at } as CSSProperties}>
            {endText(words, share, limit, range)}
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
function endText(words: Words, share: number, limit: number | null, range: Spec['range']): string {
  if (share === 0) return '0';
  if (limit === null) return share === 1 && range !== 'one' ? words.largestOf[range] : '';
  return markText(share * limit);
}

/** The colours of a ramp from the first to the last, for a style sheet. */
export function rampOf(ramp: Pick<Ramp, 'colours'>): string {
  return `linear-gradient(to right, ${rampStops(ramp).join(', ')})`;
}
