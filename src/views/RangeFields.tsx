/** From … to: two fields of free text, which say at rest what they mean and never change what is being typed. */
import { useEffect, useRef, useState } from 'react';
import { useLatest } from './use-latest.ts';
import { useWords } from './use-words.ts';

/** Null is open. */
export type Bounds = readonly [from: number | null, to: number | null];

interface RangeFieldsProps {
  readonly label: string;
  readonly value: Bounds;
  /** What open ends mean, shown while they are. */
  readonly ends: readonly [string, string];
  /** Counts, not decimals. */
  readonly whole: boolean;
  onRange(range: Bounds): void;
}

/** A range takes effect this long (ms) after the last key: each is an entry of the browser's history. */
const REST = 400;

export function RangeFields({ label, value, ends, whole, onRange }: RangeFieldsProps) {
  const words = useWords();
  const [drafts, setDrafts] = useState(() => value.map(print));
  const [known, know] = useState(value);
  const timer = useRef<number | undefined>(undefined);
  const range = rangeIn(drafts, whole);

  // What comes from elsewhere (the Back button, "Show all heads") is put into the fields; what was typed here is there.
  if (!same(known, value)) {
    know(value);
    if (!range || !same(range, value)) setDrafts(value.map(print));
  }

  const settle = useLatest(() => {
    if (timer.current === undefined) return;
    window.clearTimeout(timer.current);
    timer.current = undefined;
    if (range && !same(range, value)) onRange(range);
  });
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const type = (at: number, text: string) => {
    setDrafts((old) => old.map((each, index) => (index === at ? text : each)));
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(settle, REST);
  };

  const field = (at: 0 | 1, name: string) => (
    <input
      type="text"
      inputMode={whole ? 'numeric' : 'decimal'}
      autoComplete="off"
      aria-label={name}
      aria-invalid={range ? undefined : true}
      placeholder={ends[at]}
      value={drafts[at]}
      onChange={(event) => type(at, event.currentTarget.value)}
      onBlur={settle}
      onKeyDown={(event) => event.key === 'Enter' && settle()}
    />
  );

  return (
    <span className="range-fields">
      {field(0, words.from(label))}
      <span aria-hidden="true">–</span>
      {field(1, words.to(label))}
      <span className="no-range" role="status">
        {range ? '' : words.noRange}
      </span>
    </span>
  );
}

const print = (value: number | null): string => (value === null ? '' : String(value));
const same = (a: Bounds, b: Bounds): boolean => a[0] === b[0] && a[1] === b[1];

/** Null where a field holds no number, or the first exceeds the last; a comma may stand for the point. */
function rangeIn(drafts: readonly string[], whole: boolean): Bounds | null {
  const [from, to] = drafts.map((draft) => {
    const digits = draft.trim().replace(',', '.');
    if (digits === '') return null;
    return (whole ? /^\d{1,4}$/ : /^(\d+\.?\d*|\.\d+)(e-?\d+)?$/i).test(digits) ? Number(digits) : Number.NaN;
  });
  const wrong = [from, to].some((each) => each !== null && !Number.isFinite(each));
  if (wrong || (from !== null && to !== null && from > to)) return null;
  return [from, to];
}
