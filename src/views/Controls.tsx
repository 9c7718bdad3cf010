/** How weights become colours: the scale, the range, and what the colours mean. */
import { memo, type ReactNode } from 'react';
import type { Palette } from '#attention';
import type { Spec } from '#share';
import { Legend } from './Legend.tsx';
import { Segmented } from './Segmented.tsx';
import { useWords } from './use-words.ts';
import './controls.css';

interface ControlsProps {
  readonly scale: Spec['scale'];
  readonly range: Spec['range'];
  readonly paletteName: Spec['palette'];
  /** The one of that name for the page's theme. */
  readonly palette: Palette;
  /** Whether any weights are shown. */
  readonly weighted: boolean;
  /** The legend of what is shown in place of weights, or beside them. */
  readonly legend: ReactNode;
  onSpec(change: Partial<Spec>): void;
}

export const Controls = memo(function Controls(props: ControlsProps) {
  const { scale, range, paletteName, palette, weighted, legend, onSpec } = props;
  const words = useWords();
  const scales = [
    { value: 'linear', text: words.scales.linear },
    { value: 'sqrt', text: '√', name: words.scales.sqrt },
    { value: 'log', text: words.scales.log },
  ] as const;
  const ranges = [
    { value: 'one', text: '0–1', name: words.ranges.one },
    { value: 'layer', text: words.ranges.layer },
    { value: 'head', text: words.ranges.head },
  ] as const;
  return (
    <section className="controls" aria-label={words.controls}>
      <Segmented
        label={words.scale}
        value={scale}
        options={scales}
        onChoose={(next) => onSpec({ scale: next })}
      />
      <Segmented
        label={words.range}
        value={range}
        options={ranges}
        onChoose={(next) => onSpec({ range: next })}
      />
      <label className="palette-menu">
        {words.palette}
        <select
          className="quiet"
          value={paletteName}
          onChange={(event) => onSpec({ palette: event.currentTarget.value as Spec['palette'] })}
        >
          {Object.entries(words.palettes).map(([name, text]) => (
            <option key={name} value={name}>
              {text}
            </option>
          ))}
        </select>
      </label>
      <span className="legends">
        {legend}
        {weighted && (
          <Legend
            scale={scale}
            range={range}
            limit={range === 'one' ? 1 : null}
            palette={palette}
            named={true}
          />
        )}
      </span>
    </section>
  );
});
