/** One real button per head over the picture: one tab stop, arrow keys, names in words. */
import { type KeyboardEvent, memo, type SyntheticEvent, useMemo, useState } from 'react';
import type { HeadName } from '#share';
import type { Answer } from '#state';
import type { Words } from '#words';
import { factsOf } from './facts.ts';
import { headName } from './say.ts';
import { step, stepFar } from './steps.ts';
import { useWords } from './use-words.ts';

interface HeadGridProps {
  readonly label: string;
  readonly answer: Answer;
  readonly open: HeadName | null;
  onHover(head: HeadName | null): void;
  onOpen(head: HeadName): void;
}

export const HeadGrid = memo(function HeadGrid({ label, answer, open, onHover, onOpen }: HeadGridProps) {
  const words = useWords();
  const { layers, heads } = answer.card;
  const [left, leaveAt] = useState<HeadName>(open ?? { layer: 0, head: 0 });
  const tabStop = { layer: Math.min(left.layer, layers - 1), head: Math.min(left.head, heads - 1) };
  const cells = useMemo(() => cellsOf(words, answer), [words, answer]);

  const move = (event: KeyboardEvent<HTMLElement>) => {
    const at = headAt(event);
    if (!at || event.altKey || event.metaKey) return;
    const extent = { rows: layers, columns: heads };
    const place = { row: at.layer, column: at.head };
    const next = event.ctrlKey ? stepFar(event.key, extent) : step(event.key, place, extent);
    if (!next) return;
    event.preventDefault();
    const button = event.currentTarget.children[next.row * heads + next.column] as HTMLElement;
    button.focus();
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would announce a form
    <div
      className="head-grid"
      role="group"
      aria-label={label}
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
      {cells.map(({ layer, head, flags, name }) => (
        <Cell
          key={`${layer} ${head}`}
          layer={layer}
          head={head}
          flags={flags}
          name={name}
          reachable={layer === tabStop.layer && head === tabStop.head}
          current={open?.layer === layer && open.head === head}
        />
      ))}
    </div>
  );
});

interface CellProps {
  readonly layer: number;
  readonly head: number;
  readonly flags: string;
  readonly name: string;
  readonly reachable: boolean;
  readonly current: boolean;
}

const Cell = memo(function Cell({ layer, head, flags, name, reachable, current }: CellProps) {
  return (
    <button
      type="button"
      className="head"
      data-layer={layer}
      data-head={head}
      data-flags={flags}
      aria-label={name}
      aria-current={current || undefined}
      tabIndex={reachable ? 0 : -1}
    />
  );
});

function cellsOf(words: Words, answer: Answer): readonly Omit<CellProps, 'reachable' | 'current'>[] {
  const { layers, heads } = answer.card;
  return Array.from({ length: layers * heads }, (_, index) => {
    const facts = factsOf(answer, Math.floor(index / heads), index % heads);
    return {
      layer: facts.layer,
      head: facts.head,
      flags: facts.flags.join(' '),
      name: headName(words, facts),
    };
  });
}

/** The head whose button the event is on. */
function headAt(event: SyntheticEvent): HeadName | null {
  const button = (event.target as HTMLElement).closest<HTMLElement>('.head');
  return button ? { layer: Number(button.dataset.layer), head: Number(button.dataset.head) } : null;
}
