/** Which head is taken away from the one shown large: none, the other pane's same head, or one of this pane. */
import { memo } from 'react';
import type { Spec } from '#share';
import { headLabel } from './say.ts';
import { useWords } from './use-words.ts';

interface MinusMenuProps {
  readonly minus: Spec['minus'];
  readonly layers: number;
  readonly heads: number;
  /** The other pane's model; null where there is none. */
  readonly other: string | null;
  onMinus(minus: Spec['minus']): void;
}

export const MinusMenu = memo(function MinusMenu(props: MinusMenuProps) {
  const { minus, layers, heads, other, onMinus } = props;
  const words = useWords();
  const choose = (value: string) => {
    const [layer, head] = value.split('.').map(Number);
    onMinus(value === 'nothing' || value === 'pane' ? value : { layer, head });
  };
  return (
    <select
      className="quiet minus-menu"
      aria-label={words.minus}
      title={words.minusHint}
      data-chosen={minus !== 'nothing' || undefined}
      value={typeof minus === 'string' ? minus : `${minus.layer}.${minus.head}`}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      <option value="nothing">{words.minusNothing}</option>
      {(other !== null || minus === 'pane') && <option value="pane">− {other ?? words.otherPane}</option>}
      {typeof minus === 'object' && (minus.layer >= layers || minus.head >= heads) && (
        <option value={`${minus.layer}.${minus.head}`}>− {headLabel(minus.layer, minus.head)}</option>
      )}
      {Array.from({ length: layers }, (_, layer) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its place
        <optgroup key={layer} label={words.layer(layer)}>
          {Array.from({ length: heads }, (_, head) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a head is its place
            <option key={head} value={`${layer}.${head}`}>
              − {headLabel(layer, head)}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  );
});
