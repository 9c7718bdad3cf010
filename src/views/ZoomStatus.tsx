/** Which part of the large maps is shown, read out when it changes. */
import { partOf, type Zoom } from '#share';
import { useWords } from './use-words.ts';

interface ZoomStatusProps {
  readonly zoom: Zoom | null;
  /** Of the longest map. */
  readonly tokens: number;
}

export function ZoomStatus({ zoom, tokens }: ZoomStatusProps) {
  const words = useWords();
  const { queries, keys } = partOf(zoom, tokens);
  const shown = ([from, to]: readonly [number, number]) => ({ first: from, last: to - 1 });
  return (
    <p className="unseen" role="status">
      {zoom ? words.partShown(shown(queries), shown(keys)) : words.allShown}
    </p>
  );
}
