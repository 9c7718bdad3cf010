/** What the tokens are coloured by. */
import { memo } from 'react';
import type { Spec } from '#share';
import { Segmented } from './Segmented.tsx';
import { useWords } from './use-words.ts';

interface StripChoiceProps {
  readonly strip: Spec['strip'];
  onSpec(change: Partial<Spec>): void;
}

export const StripChoice = memo(function StripChoice({ strip, onSpec }: StripChoiceProps) {
  const words = useWords();
  const options = (['query', 'key', 'loss'] as const).map((value) => ({ value, ...words.strips[value] }));
  return (
    <Segmented
      label={words.strip}
      value={strip}
      options={options}
      onChoose={(next) => onSpec({ strip: next })}
    />
  );
});
