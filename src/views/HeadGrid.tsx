/** One real button per head over the picture, or in its place: one tab stop, arrow keys, names in words. */
import { type CSSProperties, type KeyboardEvent, memo, type SyntheticEvent, useMemo, useState } from 'react';
import type { Palette } from '#attention';
import { headMetricNamed } from '#metrics';
import type { HeadName, Spec } from '#share';
import type { Answer } from '#state';
import type { Words } from '#words';
import type { Placed } from './atlas.ts';
import { factsOf } from './facts.ts';
import { metricText, shortText } from './metric-text.ts';
import { headLabel, headName } from './say.ts';
import { shadeOfCell } from './shade.ts';
import { useWords } from './use-words.ts';
import { walk } from './walk.ts';

interface HeadGridProps {
  readonly label: string;
  readonly answer: Answer;
  readonly places: readonly Placed[];
  readonly show: Spec['show'];
  /** The value of the palette's last colour, where a metric is shown. */
  readonly limit: number;
  readonly palette: Palette;
  /** Whether there is room for each head's short name, and for its value. */
  readonly named: boolean;
  readonly valued: boolean;
  readonly open: HeadName | null;
  onHover(head: HeadName | null): void;
  onOpen(head: HeadName): void;
}

export const HeadGrid = memo(function HeadGrid(props: HeadGridProps) {
  const { label, answer, places, show, limit, palette, named, valued, open, onHover, onOpen } = props;
  const words = useWords();
  const [left, leaveAt] = useState<HeadName | null>(open);
  const tabStop = Math.max(0, left ? indexOfHead(places, left) : 0);
  const cells = useMemo(
    () => cellsOf({ words, answer, places, show, limit, palette, named, valued }),
    [words, answer, places, show, limit, palette, named, valued],
  );

  const move = (event: KeyboardEvent<HTMLElement>) => {
    const at = headAt(event);
    if (!at || event.altKey || event.metaKey) return;
    const next = walk(event.key, event.ctrlKey, places, indexOfHead(places, at));
    if (next === null) return;
    event.preventDefault();
    (event.currentTarget.children[next] as HTMLElement).focus();
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would announce a form
    <div
      className="head-grid"
      role="group"
      aria-label={label}
      data-show={show === 'maps' ? 'maps' : 'metric'}
      data-named={named || undefined}
      onKeyDown={move}
      onPointerOver={(event) => {
        const head = headAt(event);
        if (head) onHover(head);
      }}
      onPointerLeave={() => onHover(null)}
      onFocus={(event) => {
        const head = headAt(event);
        if (head) leaveAt(head);
        onHover(head);
      }}
      onBlur={() => onHover(null)}
      onClick={(event) => {
        const head = headAt(event);
        if (head) onOpen(head);
      }}
    >
      {cells.map((cell, index) => (
        <Cell
          key={`${cell.layer} ${cell.head}`}
          {...cell}
          reachable={index === tabStop}
          current={open?.layer === cell.layer && open.head === cell.head}
        />
      ))}
    </div>
  );
});

interface CellProps extends Placed {
  readonly flags: string;
  /** In words, for screen readers. */
  readonly name: string;
  /** The short name, and the value, where they are written. */
  readonly label: string | null;
  readonly value: string | null;
  /** CSS colours; null where there is a map, or no value. */
  readonly fill: string | null;
  readonly ink: string | null;
  readonly undefinedValue: boolean;
  readonly reachable: boolean;
  readonly current: boolean;
}

const Cell = memo(function Cell(props: CellProps) {
  const { layer, head, row, column, fill, ink, label, value, current } = props;
  const style = { '--row': row + 1, '--column': column + 1, backgroundColor: fill, color: ink };
  return (
    <button
      type="button"
      className="head"
      data-layer={layer}
      data-head={head}
      data-flags={props.flags}
      data-undefined={props.undefinedValue || undefined}
      aria-label={props.name}
      aria-current={current || undefined}
      tabIndex={props.reachable ? 0 : -1}
      style={style as CSSProperties}
    >
      {/* Written by the style sheet: the button's name says the same in words. */}
      {label !== null && <span className="head-label" data-text={label} />}
      {value !== null && <span className="head-value" data-text={value} />}
    </button>
  );
});

type Drawn = Omit<HeadGridProps, 'label' | 'open' | 'onHover' | 'onOpen'> & { readonly words: Words };

function cellsOf(drawn: Drawn): readonly Omit<CellProps, 'reachable' | 'current'>[] {
  const { words, answer, places, show, limit, palette, named, valued } = drawn;
  const metric = headMetricNamed(show);
  return places.map((place) => {
    const { layer, head } = place;
    const facts = factsOf(answer, layer, head);
    const name = headName(words, facts);
    const plain = { ...place, flags: facts.flags.join(' '), label: named ? headLabel(layer, head) : null };
    if (!metric) return { ...plain, name, value: null, fill: null, ink: null, undefinedValue: false };
    const value = metric.of(answer.report, layer, head);
    const colour = value === null ? null : shadeOfCell(palette, limit, value);
    return {
      ...plain,
      name: `${name}; ${words.headMetrics[metric.id].title}: ${metricText(words, metric.id, value)}`,
      value: valued ? shortText(metric.id, value) : null,
      fill: colour?.fill ?? null,
      ink: colour?.ink ?? null,
      undefinedValue: value === null,
    };
  });
}

const indexOfHead = (places: readonly Placed[], { layer, head }: HeadName): number =>
  places.findIndex((place) => place.layer === layer && place.head === head);

/** The head whose button the event is on. */
function headAt(event: SyntheticEvent): HeadName | null {
  const button = (event.target as HTMLElement).closest<HTMLElement>('.head');
  return button ? { layer: Number(button.dataset.layer), head: Number(button.dataset.head) } : null;
}
