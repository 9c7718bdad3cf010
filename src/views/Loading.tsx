/** One bar for everything that is being loaded, in bytes; before that, how much it will be. */
import type { ModelCard, Run } from '#state';
import { megabytesText } from './numbers.ts';
import { useWords } from './use-words.ts';
import './loading.css';

interface LoadingProps {
  readonly panes: Run['panes'];
  /** The cards of the models that the panes ask for, as far as they are known. */
  readonly cards: readonly ModelCard[];
}

/** Every pane counts the files of all models that are waited for, so the fullest account is the one to show. */
function progressOf(panes: Run['panes']) {
  const accounts = panes.flatMap(({ status, progress }) =>
    status === 'loading' && progress ? [progress] : [],
  );
  return accounts.reduce((most, each) => (each.loaded >= most.loaded ? each : most), {
    loaded: 0,
    total: 0,
    network: false,
  });
}

/** Empty once every pane has an answer. */
export function Loading({ panes, cards }: LoadingProps) {
  const words = useWords();
  const progress = progressOf(panes);
  if (panes.some(({ status }) => status === 'loading') && progress.total > 0) {
    const done = words.loadingDone(megabytesText(progress.loaded), megabytesText(progress.total));
    return (
      <div className="loading">
        <progress
          value={progress.loaded}
          max={progress.total}
          aria-label={words.loading}
          aria-valuetext={done}
        />
        <span>{words.loadingBytes(done, !progress.network)}</span>
      </div>
    );
  }
  if (panes.some(({ answer }) => answer)) return null;
  const bytes = [...new Map(cards.map((card) => [card.id, card.bytes])).values()];
  if (bytes.length === 0) return null;
  const total = bytes.reduce((sum, each) => sum + each, 0);
  return <div className="loading">{words.toLoad(megabytesText(total))}</div>;
}
