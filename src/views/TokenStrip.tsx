/** The pieces of the text in a row, coloured by a head's weights or by loss, and what the one pointed at is. */
import { type FocusEvent, memo, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { HeadName, Spec } from '#share';
import type { Answer } from '#state';
import { Chips } from './Chips.tsx';
import type { CellFocus } from './cell.ts';
import { limitOfHead } from './limits.ts';
import { StripLine } from './StripLine.tsx';
import type { Scene } from './scene.ts';
import { cellOfToken, largestLoss, valuesOfKey, valuesOfLoss, valuesOfQuery } from './strip.ts';
import { useCell } from './use-cell.ts';
import { type Paint, reveal, useMarks, usePaint } from './use-chips.ts';
import { useRoving } from './use-roving.ts';
import { type ReadRow, useRow } from './use-row.ts';
import { useWords } from './use-words.ts';
import './token-strip.css';

export interface TokenStripProps {
  /** The pane whose head is shown, and its answer. */
  readonly pane: number;
  readonly answer: Answer;
  /** All answers on these pieces. */
  readonly answers: readonly Answer[];
  /** Whether these are the pieces of one model only, where the models cut the text differently. */
  readonly own: boolean;
  /** The first of all strips has the choice of what colours them. */
  readonly first: boolean;
  readonly strip: Spec['strip'];
  readonly head: HeadName | null;
  readonly scene: Scene;
  /** [T] weights of all queries on one key. */
  readonly readColumn: ReadRow;
  /** Shows the other pane's head; null where there is no other. */
  readonly onOther: (() => void) | null;
}

export const TokenStrip = memo(function TokenStrip(props: TokenStripProps) {
  const words = useWords();
  const { pane, answer, own, strip, head, scene } = props;
  const { focus, locked, shared, palette, onSpec } = scene;
  const { pieces } = answer;
  const element = useRef<HTMLDivElement>(null);
  const [pointed, point] = useState<number | null>(null);
  const focused = useRef<number | null>(null);
  // A cell beyond the end of a text that was shortened is there again when the text is.
  const found = useCell(focus, { pane, tokens: pieces.length, locked, shared });
  const cell = head && found;
  const matters = cell && (strip === 'key' ? cell.keyed : cell.query);
  const paint = usePaintOf(props, cell);

  usePaint(element, pieces, palette, paint);
  useMarks(element, pieces, { query: cell?.query ?? null, key: cell?.keyed ?? null });
  useEffect(() => {
    if (element.current && matters !== null) reveal(element.current, matters);
  }, [matters]);

  const roving = useRoving(element, pieces.length);
  const choose = (token: number) => {
    roving.moveTo(token);
    if (!head) return;
    const next = cellOfToken(strip, token, pieces.length - 1, cell);
    const same = cell?.locked && cell.query === next.query && cell.keyed === next.keyed;
    focus.set({ pane, ...next });
    onSpec({ cell: same ? null : next });
  };
  const moveFocus = (token: number | null) => {
    focused.current = token;
    point(token);
  };

  return (
    <div className="strip">
      <StripLine
        {...props}
        cell={cell}
        paint={paint ?? null}
        pointed={pointed !== null && pointed < pieces.length ? pointed : null}
      />
      <div
        ref={element}
        className="token-strip"
        role="listbox"
        aria-orientation="horizontal"
        aria-label={own ? words.tokensOf(answer.card.title) : words.tokens}
        onPointerOver={(event: PointerEvent) =>
          event.pointerType !== 'touch' && point(indexOf(event) ?? focused.current)
        }
        onPointerLeave={() => point(focused.current)}
        onFocus={(event: FocusEvent) => moveFocus(indexOf(event))}
        onBlur={() => moveFocus(null)}
        onClick={(event) => {
          const token = indexOf(event);
          if (token === null) return;
          point(token);
          choose(token);
        }}
        onKeyDown={(event) => {
          const token = indexOf(event);
          if (token === null || roving.onKey(event, token)) return;
          if (event.key !== 'Enter' && event.key !== ' ') return;
          event.preventDefault();
          choose(token);
        }}
      >
        <Chips pieces={pieces} />
      </div>
    </div>
  );
});

/** Null for no colours, undefined while the weights are on their way. */
function usePaintOf(
  { answer, answers, strip, head, scene, readColumn }: TokenStripProps,
  cell: CellFocus | null,
): Paint | null | undefined {
  const { scale, range, readRow } = scene;
  const query = head && cell && strip === 'query' ? cell.query : null;
  const keyed = head && cell && strip === 'key' ? cell.keyed : null;
  const { layer, head: number } = head ?? { layer: 0, head: 0 };
  const row = useRow(readRow, answer.serial, layer, number, query);
  const column = useRow(readColumn, answer.serial, layer, number, keyed);
  return useMemo(() => {
    if (strip === 'loss')
      return { values: valuesOfLoss(answer), scale: 'linear', limit: largestLoss(answers) };
    if (query === null && keyed === null) return null;
    const values =
      query !== null ? row && valuesOfQuery(row, query) : column && valuesOfKey(column, keyed ?? 0);
    const limit = limitOfHead(answer, range, { layer, head: number });
    return values ? { values, scale, limit } : undefined;
  }, [answer, answers, strip, query, keyed, row, column, scale, range, layer, number]);
}

function indexOf({ target }: { readonly target: EventTarget }): number | null {
  const chip = target instanceof Element ? target.closest<HTMLElement>('.chip') : null;
  return chip ? Number(chip.dataset.index) : null;
}
