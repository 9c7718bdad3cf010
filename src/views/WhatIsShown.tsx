/** What filters and order leave of the heads, where that is not simply all of them, layer by layer. */
import type { Spec } from '#share';
import { type Arrangement, noFilter } from './arrange.ts';
import { useWords } from './use-words.ts';

interface ShownTextProps {
  readonly arrangement: Arrangement;
  readonly sort: Spec['sort'];
}

export function ShownText({ arrangement, sort }: ShownTextProps) {
  const words = useWords();
  const { heads, all } = arrangement;
  return (
    <b className="shown">
      {heads.length < all && `${words.shownOf(heads.length, all)} `}
      {sort && `${words.sortedBy(words.headMetrics[sort.metric].title, sort.rising)} `}
    </b>
  );
}

/** The way back where no head is left. */
export function NoneLeft({ onSpec }: { readonly onSpec: (change: Partial<Spec>) => void }) {
  const words = useWords();
  return (
    <p className="pane-empty">
      {words.noneLeft}{' '}
      <button type="button" className="quiet" onClick={() => onSpec(noFilter)}>
        {words.showAllHeads}
      </button>
    </p>
  );
}
