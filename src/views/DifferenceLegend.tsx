/** What the colours of a difference mean, in true numbers: below 0, none, above 0. */
import { type CSSProperties, memo } from 'react';
import { LOG_DECADES, type Palette, placeOf } from '#attention';
import type { Spec } from '#share';
import { rampOf, Swatches } from './Legend.tsx';
import { limitText } from './numbers.ts';
import { useWords } from './use-words.ts';
import './legend.css';

interface DifferenceLegendProps {
  readonly scale: Spec['scale'];
  /** The difference of the last colour; minus it is that of the first. */
  readonly limit: number;
  readonly palette: Palette;
}

/** Shares of the limit that are marked on either side. */
const marks: Readonly<Record<Spec['scale'], readonly number[]>> = {
  linear: [0.5, 1],
  sqrt: [0.25, 1],
  log: [0.01, 1],
};

export const DifferenceLegend = memo(function DifferenceLegend(props: DifferenceLegendProps) {
  const { scale, limit, palette } = props;
  const words = useWords();
  const above = marks[scale].map((share) => ({
    text: limitText(share * limit),
    place: placeOf(scale, share) / 2,
  }));
  // On a log scale what is nearest to 0 is not 0.
  const middle = scale === 'log' ? `±${limitText(limit * 10 ** -LOG_DECADES)}` : '0';
  const all = [
    ...above.map(({ text, place }) => ({ text: `−${text}`, at: 0.5 - place })).reverse(),
    { text: middle, at: 0.5 },
    ...above.map(({ text, place }) => ({ text: `+${text}`, at: 0.5 + place })),
  ];
  return (
    <div className="legend">
      <span className="legend-label">{words.difference}</span>
      <div className="legend-scale" style={{ '--ramp': rampOf(palette.difference) } as CSSProperties}>
        <div className="legend-ramp" />
        {all.map(({ text, at }) => (
          <span key={text} style={{ '--at': at } as CSSProperties}>
            {text}
          </span>
        ))}
      </div>
      <Swatches zero={palette.difference.zero} />
    </div>
  );
});
