/** The tokens one after another, in groups that the browser need not lay out while they are out of sight. */
import { memo } from 'react';
import type { Answer } from '#state';

type Pieces = Answer['pieces'];

/** So many that most texts are one group, and a line seldom ends early. */
const GROUP = 128;

/** What depends on the reader's focus is painted on them by `use-chips`; nothing here changes but with the text. */
export const Chips = memo(function Chips({ pieces }: { readonly pieces: Pieces }) {
  return Array.from({ length: Math.ceil(pieces.length / GROUP) }, (_, group) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place in the text
    <Group key={group} from={group * GROUP} pieces={pieces} />
  ));
});

interface GroupProps {
  readonly from: number;
  readonly pieces: Pieces;
}

const Group = memo(
  function Group({ from, pieces }: GroupProps) {
    return (
      <div className="chips">
        {pieces.slice(from, from + GROUP).map((piece, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place in the text
          <Chip key={place} index={from + place} piece={piece} />
        ))}
      </div>
    );
  },
  (old, now) => {
    const size = Math.min(GROUP, now.pieces.length - now.from);
    if (Math.min(GROUP, old.pieces.length - old.from) !== size) return false;
    for (let index = now.from; index < now.from + size; index++)
      if (!looksAlike(old.pieces[index], now.pieces[index])) return false;
    return true;
  },
);

interface ChipProps {
  readonly index: number;
  readonly piece: Pieces[number];
}

const Chip = memo(
  function Chip({ index, piece }: ChipProps) {
    return (
      <span
        className="chip"
        role="option"
        tabIndex={-1}
        data-index={index}
        data-special={piece.special || undefined}
      >
        {piece.visible}
      </span>
    );
  },
  (old, now) => old.index === now.index && looksAlike(old.piece, now.piece),
);

const looksAlike = (one: Pieces[number], other: Pieces[number]) =>
  one.visible === other.visible && one.special === other.special;
