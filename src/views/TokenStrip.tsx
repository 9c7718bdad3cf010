/** The pieces of the text in a row, with the query and the key in focus marked. */
import { memo, useEffect, useRef } from 'react';
import type { Answer } from '#state';
import { useWords } from './use-words.ts';
import './token-strip.css';

type Piece = Answer['pieces'][number];

interface TokenStripProps {
  readonly pieces: readonly Piece[];
  /** Whose pieces these are, where the models cut the text differently. */
  readonly of: string | null;
  readonly query: number | null;
  readonly keyed: number | null;
}

export const TokenStrip = memo(function TokenStrip({ pieces, of, query, keyed }: TokenStripProps) {
  const words = useWords();
  const strip = useRef<HTMLOListElement>(null);

  useEffect(() => {
    if (strip.current && query !== null) reveal(strip.current, query);
  }, [query]);

  return (
    <ol
      ref={strip}
      className="token-strip"
      aria-label={of === null ? words.tokens : words.tokensOf(of)}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard
      tabIndex={0}
    >
      {pieces.map((piece, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place in the text
        <Chip key={index} index={index} piece={piece} query={index === query} keyed={index === keyed} />
      ))}
    </ol>
  );
});

interface ChipProps {
  readonly index: number;
  readonly piece: Piece;
  readonly query: boolean;
  readonly keyed: boolean;
}

const Chip = memo(
  function Chip({ index, piece, query, keyed }: ChipProps) {
    return (
      <li
        className="chip"
        data-special={piece.special || undefined}
        data-query={query || undefined}
        data-key={keyed || undefined}
        title={`${index}: ${piece.text}`}
      >
        {piece.visible}
      </li>
    );
  },
  (old, now) =>
    old.index === now.index &&
    old.query === now.query &&
    old.keyed === now.keyed &&
    old.piece.visible === now.piece.visible &&
    old.piece.special === now.piece.special,
);

/** Scrolls the strip alone, never the page. */
function reveal(strip: HTMLElement, index: number): void {
  const chip = strip.children[index] as HTMLElement | undefined;
  if (!chip || strip.scrollHeight <= strip.clientHeight) return;
  const above = chip.offsetTop - strip.offsetTop;
  const below = above + chip.offsetHeight;
  if (above < strip.scrollTop) strip.scrollTop = above;
  else if (below > strip.scrollTop + strip.clientHeight) strip.scrollTop = below - strip.clientHeight;
}
