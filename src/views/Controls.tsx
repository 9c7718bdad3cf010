/** How weights become colours: the scale, the range, and what the colours mean. */
import { memo } from 'react';
import type { Palette } from '#attention';
import type { Spec } from '#share';
import { Legend } from './Legend.tsx';
import { Segmented } from './Segmented.tsx';
import { words } from './words.ts';
import './controls.css';

interface ControlsProps {
  readonly scale: Spec['scale'];
  readonly range: Spec['range'];
  readonly palette: Palette;
  onSpec(change: Partial<Spec>): void;
}

const scales = [
  { value: 'linear', text: 'linear' },
  { value: 'sqrt', text: '√', name: 'square root' },
  { value: 'log', text: 'log' },
] as const;

const ranges = [
  { value: 'one', text: words.rangeOne },
  { value: 'head', text: words.rangeHead },
] as const;

export const Controls = memo(function Controls({ scale, range, palette, onSpec }: ControlsProps) {
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
      <Legend scale={scale} limit={range === 'one' ? 1 : null} palette={palette} named={true} />
    </section>
  );
});
