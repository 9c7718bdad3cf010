/** Whatever becomes of a text, the machine holds afterwards what it held before. */
import { beforeAll, expect, test } from 'vitest';
import { palettes } from '#attention';
import {
  download,
  type Machine,
  type OpenModel,
  openBrowserMachine,
  openModel,
  run,
  type Trace,
} from '#engine';
import { makeModel } from '../bench/frame/model.ts';
import { randomFrom } from '../kernels/layers.ts';

let machine: Machine;
let model: OpenModel;

beforeAll(async () => {
  machine = await openBrowserMachine((file) => download(file), true);
  const { card, files } = makeModel({
    layers: 2,
    hidden: 64,
    heads: 4,
    intermediate: 96,
    vocabulary: 97,
    longest: 64,
  });
  model = await openModel(machine, card, files);
});

/** What a page asks of an answer. */
async function use(trace: Trace) {
  const all = [0, trace.tokens] as const;
  const place = { left: 0, top: 0, width: 8, height: 8, queries: all, keys: all, limit: 1 };
  const tiles = [{ layer: 1, head: 3, ...place }];
  (await trace.picture({ width: 8, height: 8, tiles, scale: 'sqrt', palette: palettes.warm.light })).close();
  const minus = { layer: 0, head: 2 };
  const difference = { width: 8, height: 8, tiles: [{ ...tiles[0], minus }] } as const;
  (await trace.picture({ ...difference, scale: 'log', palette: palettes.safe.dark })).close();
  await trace.row(0, 1, trace.tokens - 1);
  await trace.column(0, 1, trace.tokens - 1);
  await trace.rowSums(1, 0);
  await trace.release();
}

/** Aborts a run before it comes to its turn `steps`. */
async function abortAfter(steps: number, abort: AbortController) {
  for (let step = 0; step < steps; step++) await machine.runtime.turns(() => undefined);
  abort.abort();
}

/** A run whose segments end before the model does. */
const cutOff = (segments: number): OpenModel => ({ ...model, sessions: model.sessions.slice(0, segments) });

test('after 200 texts of any length, many of them stopped or failed midway, no buffer is left in use', async () => {
  const random = randomFrom(200);
  const below = (count: number) => Math.floor(random() * count);
  const before = machine.held();
  const outcomes = { answered: 0, stopped: 0, failed: 0 };
  /** A text that is answered while the next one is asked, as when somebody types. */
  let typed: Promise<void> = Promise.resolve();
  for (let text = 0; text < 200; text++) {
    const ids = Array.from({ length: 1 + below(model.card.longest) }, () => below(model.card.vocabulary));
    const fate = below(3);
    const abort = new AbortController();
    const answer = run(fate === 1 ? cutOff(below(3)) : model, ids, abort.signal);
    const end = answer.then(
      async (trace) => {
        outcomes.answered += 1;
        await use(trace);
      },
      (error: Error) => {
        if (error.name === 'AbortError') outcomes.stopped += 1;
        else if (fate === 1) outcomes.failed += 1;
        else throw error;
      },
    );
    if (fate === 2) await abortAfter(below(4), abort);
    await typed;
    typed = end;
    if (below(4) > 0) {
      await end;
      expect(machine.held(), `after text ${text} of ${ids.length} tokens`).toEqual(before);
    }
  }
  await typed;
  expect(machine.held()).toEqual(before);
  for (const count of Object.values(outcomes)) expect(count).toBeGreaterThan(40);
});

test('a text that asks for more than the device gives is told how much, and leaves nothing in use', async () => {
  const before = machine.held();
  const vast: OpenModel = { ...model, card: { ...model.card, hidden: 2 ** 28 } };
  await expect(run(vast, [1, 2, 3, 4, 5, 6, 7])).rejects.toThrow(
    /^This text of 7 tokens asked for 7168 MiB for its hidden states in one piece, of which this device gives \d+ MiB at most\./,
  );
  expect(machine.held()).toEqual(before);
  const { lastLogits, release } = await run(model, [1, 2, 3]);
  expect(lastLogits.every(Number.isFinite)).toBe(true);
  await release();
  expect(machine.held()).toEqual(before);
});
