/** The worker's client: the same explorer, over postMessage; a worker whose device is gone is replaced by a new one. */
import { Problem, renamed } from '#engine';
import type { Call, Result, ToPage, ToWorker } from './protocol.ts';
import type { Answer, Edges, Explorer, Progress } from './types.ts';

interface Waiting {
  resolve(result: Result): void;
  reject(problem: Problem): void;
  onProgress(progress: Progress): void;
}

export interface ExplorerClient extends Explorer {
  /** Called when the device was lost: what was kept for pictures is gone, the next question starts afresh. */
  onLost(listener: (message: string) => void): () => void;
  close(): void;
}

export interface ClientOptions {
  createWorker(): Worker;
  /** Absolute address of the site's models folder, slash at its end. */
  readonly models: string;
  /** False asks for the fallback. */
  readonly webgpu: boolean;
}

export function createExplorerClient({ createWorker, models, webgpu }: ClientOptions): ExplorerClient {
  const waiting = new Map<number, Waiting>();
  const listeners = new Set<(message: string) => void>();
  let worker: Worker | null = null;
  let calls = 0;
  /** Answers of earlier workers are gone with them: serials are told apart by the worker's number. */
  let generation = 0;
  const PER_WORKER = 2 ** 32;

  const end = (problem: Problem) => {
    worker?.terminate();
    worker = null;
    for (const each of waiting.values()) each.reject(problem);
    waiting.clear();
    // Only a lost device is worth asking again unasked: what ran out of memory would do so again.
    if (problem.kind !== 'device-lost') return;
    for (const listener of listeners) listener(problem.message);
  };

  const receive = (message: ToPage) => {
    if (message.type === 'lost') return end(new Problem('device-lost', message.message));
    const call = waiting.get(message.id);
    if (message.type === 'progress') return call?.onProgress(message.progress);
    waiting.delete(message.id);
    if (message.type === 'result') return call?.resolve(message.result);
    const problem = new Problem(message.kind, message.message, message.recovered);
    call?.reject(problem);
    // A heap that ran out of memory cannot be trusted, nor given back in any other way.
    if (!problem.recovered) end(problem);
  };

  const theWorker = () => {
    if (worker) return worker;
    const started = createWorker();
    generation += 1;
    started.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
      if (worker === started) receive(data);
    });
    started.addEventListener('error', (event) => {
      event.preventDefault();
      if (worker === started) end(new Problem('other', event.message || 'the worker could not be started'));
    });
    started.postMessage({ type: 'open', models, webgpu } satisfies ToWorker);
    worker = started;
    return started;
  };

  const send = <R extends Result>(
    call: Call,
    signal?: AbortSignal,
    onProgress: (progress: Progress) => void = () => undefined,
  ) =>
    new Promise<R>((resolve, reject) => {
      if (signal?.aborted) return reject(new Problem('aborted', 'a newer text came'));
      const id = ++calls;
      const target = theWorker();
      waiting.set(id, { resolve: resolve as (result: Result) => void, reject, onProgress });
      signal?.addEventListener('abort', () => {
        if (waiting.has(id)) target.postMessage({ type: 'abort', id } satisfies ToWorker);
      });
      target.postMessage({ type: 'call', id, call } satisfies ToWorker);
    });

  /** Null for an answer of a worker that is gone. */
  const localSerial = (serial: number) =>
    worker && Math.floor(serial / PER_WORKER) === generation ? serial % PER_WORKER : null;

  return {
    models: () => send({ method: 'models' }),
    async ask(question, { signal, onProgress }) {
      const answer = await send<Answer>({ method: 'ask', question }, signal, onProgress);
      return { ...answer, serial: generation * PER_WORKER + answer.serial };
    },
    async picture(serial, request) {
      const local = localSerial(serial);
      const others = request.tiles.flatMap(({ minus }) => minus?.serial ?? []);
      if (local === null || others.some((other) => localSerial(other) === null)) return null;
      const here = renamed(request, ({ serial: other, ...head }) =>
        other === undefined ? head : { ...head, serial: other % PER_WORKER },
      );
      return send<ImageBitmap | null>({ method: 'picture', serial: local, request: here });
    },
    async row(serial, layer, head, query) {
      const local = localSerial(serial);
      return local === null
        ? null
        : send<Float32Array | null>({ method: 'row', serial: local, layer, head, query });
    },
    cut: (model, asked) => send({ method: 'cut', model, asked }),
    async column(serial, layer, head, key) {
      const local = localSerial(serial);
      return local === null
        ? null
        : send<Float32Array | null>({ method: 'column', serial: local, layer, head, key });
    },
    async edges(serial, layer, head) {
      const local = localSerial(serial);
      return local === null ? null : send<Edges | null>({ method: 'edges', serial: local, layer, head });
    },
    onLost(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => end(new Problem('aborted', 'closed')),
  };
}
