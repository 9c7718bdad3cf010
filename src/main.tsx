/** The page's entry: makes the one loop and draws its top view. */

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { createExplorerClient } from '#explore';
import { parseFrame } from '#share';
import { createState, type Following, follow, followAddress, followTexts, specOf } from '#state';
import { Explorer } from '#views';

const frame = parseFrame(location.search);
const explorer = createExplorerClient({
  createWorker: () => new Worker(new URL('./explore/worker.ts', import.meta.url), { type: 'module' }),
  models: new URL('models/', document.baseURI).href,
  webgpu: new URLSearchParams(location.search).get('engine') !== 'wasm',
});
const state = createState(specOf(location.hash));
const { spec, run } = state;
const recent = followTexts(state, window);

const notes = createStore<readonly string[]>(() => []);
followAddress(spec, window, (read) => notes.setState(read, true));

/** Kept in this browser alone; one that keeps nothing is offered the tour at every visit. */
const WELCOMED = 'softpick-welcomed';
const newcomer = createStore(() => localStored(WELCOMED) === null);

function welcome() {
  newcomer.setState(false, true);
  try {
    localStorage.setItem(WELCOMED, '1');
  } catch {
    // Storage may be full or switched off.
  }
}

function localStored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function App({ following }: { following: Following }) {
  return (
    <Explorer
      spec={useStore(spec)}
      run={useStore(run)}
      frame={frame}
      onSpec={(change) => spec.setState(change)}
      onRetry={following.retry}
      draw={explorer.picture}
      readRow={explorer.row}
      readEdges={explorer.edges}
      readColumn={explorer.column}
      cut={explorer.cut}
      recent={useStore(recent.texts)}
      onForget={recent.forget}
      notes={useStore(notes)}
      onNotesRead={() => notes.setState([], true)}
      newcomer={useStore(newcomer)}
      onWelcomed={welcome}
      copyLink={() => navigator.clipboard.writeText(location.href)}
    />
  );
}

const place = document.getElementById('root');
if (!place) throw new Error('main: expected an element with the id root, got none');
const root = createRoot(place);

// The page is alive before the worker is: the first paint asks for nothing.
const following = follow(spec, run, explorer);
explorer.onLost(following.recover);
root.render(
  <StrictMode>
    <App following={following} />
  </StrictMode>,
);
