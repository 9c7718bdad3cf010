/** The worker's client: which problems end the worker, and which leave the other pane's pictures alone. */
import { expect, test } from 'vitest';
import { createExplorerClient, Problem, problemOf } from '#explore';

type Sent = {
  readonly type: string;
  readonly id: number;
  readonly call: { readonly method: string; readonly request?: typeof request };
};

/** Answers every call by `answer`, as a worker does. */
class Answering extends EventTarget {
  ended = false;
  readonly answer: (sent: Sent) => object | null;

  constructor(answer: (sent: Sent) => object | null) {
    super();
    this.answer = answer;
  }

  postMessage(sent: Sent) {
    const data = sent.type === 'call' ? this.answer(sent) : null;
    if (data) queueMicrotask(() => this.dispatchEvent(new MessageEvent('message', { data })));
  }

  terminate() {
    this.ended = true;
  }
}

/** A first question that is answered, then one that fails. */
function openClient(thrown: unknown) {
  const workers: Answering[] = [];
  const lost: string[] = [];
  const drawn: (typeof request)[] = [];
  let asked = 0;
  const { kind, message, recovered } = problemOf(thrown);
  const client = createExplorerClient({
    createWorker() {
      const worker = new Answering(({ id, call }) => {
        if (call.request) drawn.push(call.request);
        if (call.method !== 'ask') return { type: 'result', id, result: 'a picture' };
        asked += 1;
        return asked === 2
          ? { type: 'problem', id, kind, message, recovered }
          : { type: 'result', id, result: { serial: asked } };
      });
      workers.push(worker);
      return worker as unknown as Worker;
    },
    models: 'https://example.org/models/',
    webgpu: true,
  });
  client.onLost((why) => lost.push(why));
  const question = { pane: 0, panes: 2, model: 'toy', text: 'one', start: true };
  const ask = () =>
    client.ask(question, { signal: new AbortController().signal, onProgress: () => undefined });
  return { client, ask, workers, lost, drawn };
}

const request = { tiles: [] } as unknown as Parameters<ReturnType<typeof createExplorerClient>['picture']>[1];

test('a text for which there was no memory leaves the worker and the other pane’s pictures', async () => {
  const { client, ask, workers } = openClient(new Problem('out-of-memory', 'About 900 tokens would fit.'));
  const { serial } = await ask();
  await expect(ask()).rejects.toMatchObject({
    kind: 'out-of-memory',
    message: 'About 900 tokens would fit.',
  });
  expect(await client.picture(serial, request)).toBe('a picture');
  await ask();
  expect(workers.map(({ ended }) => ended)).toEqual([false]);
});

test.each([
  ['std::bad_alloc', new Error('failed to call OrtRun(). ERROR_MESSAGE: std::bad_alloc')],
  ['a heap without room', new RangeError('Array buffer allocation failed')],
])(
  '%s ends the worker, the next question starts another, and nothing is asked again unasked',
  async (_, thrown) => {
    const { client, ask, workers, lost } = openClient(thrown);
    const { serial } = await ask();
    await expect(ask()).rejects.toMatchObject({ kind: 'out-of-memory', message: thrown.message });
    expect(await client.picture(serial, request)).toBeNull();
    expect(await client.column(serial, 0, 0, 0)).toBeNull();
    expect(await client.edges(serial, 0, 0)).toBeNull();
    await ask();
    expect(workers.map(({ ended }) => ended)).toEqual([true, false]);
    expect(lost).toEqual([]);
  },
);

test('a difference names the answers that the worker knows, and is null where either is gone with its worker', async () => {
  const { client, ask, drawn } = openClient(
    new Error('failed to call OrtRun(). ERROR_MESSAGE: std::bad_alloc'),
  );
  const { serial } = await ask();
  const tile = { layer: 0, head: 1, minus: { serial, layer: 2, head: 3 } };
  const difference = (own: number, other: number | undefined) =>
    client.picture(own, {
      ...request,
      tiles: [{ ...tile, minus: { ...tile.minus, serial: other } }] as unknown as typeof request.tiles,
    });
  expect(await difference(serial, serial)).toBe('a picture');
  expect(await difference(serial, undefined)).toBe('a picture');
  expect(drawn.map(({ tiles }) => tiles[0].minus)).toEqual([
    { serial: 1, layer: 2, head: 3 },
    { layer: 2, head: 3 },
  ]);
  await expect(ask()).rejects.toThrow();
  const { serial: later } = await ask();
  expect(await difference(later, serial)).toBeNull();
  expect(await difference(serial, later)).toBeNull();
  expect(await difference(later, later)).toBe('a picture');
});
