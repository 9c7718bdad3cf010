/** The one worker: it owns the device and every session, and answers the page's calls. */
import { openBrowserMachine, problemOf } from '#engine';
import { createAccount, createLibrary } from './library.ts';
import { createLocalExplorer, type LocalExplorer } from './local.ts';
import type { Call, Result, ToPage, ToWorker } from './protocol.ts';
import type { Progress } from './types.ts';

/** A progress bar needs no more than this. */
const PROGRESS_EVERY = 50;

const aborts = new Map<number, AbortController>();
let explorer: LocalExplorer | null = null;

const post = (message: ToPage, transfer: Transferable[] = []) => self.postMessage(message, { transfer });

function open(models: string, webgpu: boolean): LocalExplorer {
  const account = createAccount();
  const machine = () =>
    openBrowserMachine((file) => {
      const done = account.expect([file]);
      return account.fetch(file).finally(done);
    }, webgpu);
  const opened = createLocalExplorer(createLibrary(models, account), account, machine);
  opened.lost.then((message) => post({ type: 'lost', message }));
  return opened;
}

function throttled(tell: (progress: Progress) => void) {
  let last = 0;
  return (progress: Progress) => {
    const now = performance.now();
    if (now - last < PROGRESS_EVERY && progress.loaded < progress.total) return;
    last = now;
    tell(progress);
  };
}

async function answer(id: number, call: Call): Promise<Result> {
  if (!explorer) throw new Error('explore: expected the worker to be opened first, got a call');
  if (call.method === 'models') return explorer.models();
  if (call.method === 'picture') return explorer.picture(call.serial, call.request);
  if (call.method === 'cut') return explorer.cut(call.model, call.asked);
  if (call.method === 'row') return explorer.row(call.serial, call.layer, call.head, call.query);
  if (call.method === 'column') return explorer.column(call.serial, call.layer, call.head, call.key);
  if (call.method === 'edges') return explorer.edges(call.serial, call.layer, call.head);
  const abort = new AbortController();
  aborts.set(id, abort);
  const onProgress = throttled((progress) => post({ type: 'progress', id, progress }));
  return explorer.ask(call.question, { signal: abort.signal, onProgress }).finally(() => aborts.delete(id));
}

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === 'open') explorer = open(data.models, data.webgpu);
  else if (data.type === 'abort') aborts.get(data.id)?.abort();
  else
    answer(data.id, data.call).then(
      (result) =>
        post({ type: 'result', id: data.id, result }, result instanceof ImageBitmap ? [result] : []),
      (thrown) => {
        const { kind, message, recovered } = problemOf(thrown);
        post({ type: 'problem', id: data.id, kind, message, recovered });
      },
    );
});
