/** One choice of a few, all visible: native radio buttons that look like one control. */
import { useId } from 'react';
import './segmented.css';

interface SegmentedProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly text: string; readonly name?: string }[];
  onChoose(value: Value): void;
}

export function Segmented<Value extends string>({ label, value, options, onChoose }: SegmentedProps<Value>) {
  const id = useId();
  return (
    <div className="segmented" role="radiogroup" aria-labelledby={id}>
      <span id={id} className="segmented-label">
        {label}
      </span>
      <div className="segmented-options">
        {options.map((option) => (
          <label key={option.value} className="segmented-option">
            <input
              type="radio"
              name={id}
              value={option.value}
              checked={option.value === value}
              aria-label={option.name}
              onChange={() => onChoose(option.value)}
            />
            <span aria-hidden={option.name ? true : undefined}>{option.text}</span>
          </label>
        ))}
      </div>
    </div>
  );
}
