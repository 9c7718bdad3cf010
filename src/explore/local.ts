/** The explorer itself: opens models once, answers questions, keeps each pane's last trace for its pictures. */
import {
  type Machine,
  type ModelCard,
  type OpenModel,
  openModel,
  Problem,
  problemOf,
  renamed,
  type Trace,
} from '#engine';
import type { Tokenizer } from '#tokens';
import { cut, explore } from './explore.ts';
import type { Account, Library } from './library.ts';
import { openTokenizer } from './tokenizer.ts';
import type { Explorer } from './types.ts';

interface Ready {
  readonly model: OpenModel;
  readonly tokenizer: Tokenizer;
}

interface Kept {
  readonly serial: number;
  readonly trace: Trace;
}

export interface LocalExplorer extends Explorer {
  /** Resolves with the reason when the machine's device is lost. */
  readonly lost: Promise<string>;
}

/** A device that is being lost fails calls a moment before it says so. */
const soon = (lost: Promise<string>) =>
  Promise.race([lost, new Promise<null>((resolve) => setTimeout(resolve, 200, null))]);

/** `openMachine` is asked once, when the first question comes. */
export function createLocalExplorer(
  library: Library,
  account: Account,
  openMachine: () => Promise<Machine>,
): LocalExplorer {
  const opened = new Map<string, Promise<Ready>>();
  const modelOf = new Map<number, string>();
  const kept = new Map<number, Kept>();
  let machine: Promise<Machine> | null = null;
  let serial = 0;
  let sayLost: (reason: string) => void;
  const lost = new Promise<string>((resolve) => {
    sayLost = resolve;
  });

  const theMachine = () => {
    machine ??= openMachine().then((found) => {
      found.lost.then(sayLost);
      return found;
    });
    machine.catch(() => {
      machine = null;
    });
    return machine;
  };

  const open = async (card: ModelCard): Promise<Ready> => {
    const files = library.files(card);
    const tokenizer = openTokenizer(files, card);
    tokenizer.catch(() => undefined);
    const model = await openModel(await theMachine(), card, files);
    return { model, tokenizer: await tokenizer };
  };

  /** A model is opened for all who ask, whoever stops waiting; one that failed is tried afresh next time. */
  const ready = (card: ModelCard): Promise<Ready> => {
    const found = opened.get(card.id);
    if (found) return found;
    const done = account.expect(library.wanted(card));
    const opening = open(card).finally(done);
    opened.set(card.id, opening);
    opening.catch(() => {
      if (opened.get(card.id) === opening) opened.delete(card.id);
    });
    return opening;
  };

  /** Models that no pane shows any more give their memory back. */
  const closeUnused = () => {
    const used = new Set(modelOf.values());
    for (const [id, model] of opened) {
      if (used.has(id)) continue;
      opened.delete(id);
      model.then(({ model }) => model.close()).catch(() => undefined);
    }
  };

  /** What is released on a lost device is gone already. */
  const forget = (older: Kept | undefined) => void older?.trace.release().catch(() => undefined);

  /** Panes that the page shows no more. */
  const closePanes = (panes: number) => {
    for (const pane of modelOf.keys()) if (pane >= panes) modelOf.delete(pane);
    for (const [pane, trace] of kept)
      if (pane >= panes) {
        kept.delete(pane);
        forget(trace);
      }
  };

  const traceOf = (wanted: number) =>
    [...kept.values()].find((each) => each.serial === wanted)?.trace ?? null;

  return {
    lost,
    models: () => library.cards(),
    async ask(question, { signal, onProgress }) {
      const unwatch = account.watch(onProgress);
      try {
        const card = await library.card(question.model);
        modelOf.set(question.pane, card.id);
        closePanes(question.panes);
        const { model, tokenizer } = await ready(card);
        unwatch();
        signal.throwIfAborted();
        const began = performance.now();
        const { pieces, report, trace } = await explore(model, tokenizer, question, signal);
        const older = kept.get(question.pane);
        serial += 1;
        kept.set(question.pane, { serial, trace });
        forget(older);
        closeUnused();
        return {
          serial,
          card,
          start: question.start,
          pieces,
          report,
          weightMax: trace.layers.map(({ weightMax }) => Array.from(weightMax)),
          losses: Array.from(trace.losses),
          engine: { kind: model.machine.kind, note: model.machine.note },
          milliseconds: performance.now() - began,
        };
      } catch (error) {
        const problem = problemOf(error);
        const reason = problem.kind === 'other' ? await soon(lost) : null;
        throw reason === null ? problem : new Problem('device-lost', reason);
      } finally {
        unwatch();
      }
    },
    async picture(wanted, request) {
      const trace = traceOf(wanted);
      const others = request.tiles.flatMap(({ minus }) => minus?.serial ?? []);
      if (!trace || others.some((other) => !traceOf(other))) return null;
      return trace.picture(
        renamed(request, ({ serial: other, ...head }) =>
          other === undefined ? head : { ...head, run: traceOf(other) ?? undefined },
        ),
      );
    },
    async cut(model, asked) {
      const card = await library.card(model);
      const { tokenizer } = await ready(card);
      return cut(card, tokenizer, asked);
    },
    async row(wanted, layer, head, query) {
      const trace = traceOf(wanted);
      return trace ? trace.row(layer, head, query) : null;
    },
    async column(wanted, layer, head, key) {
      const trace = traceOf(wanted);
      return trace ? trace.column(layer, head, key) : null;
    },
    async edges(wanted, layer, head) {
      const trace = traceOf(wanted);
      if (!trace) return null;
      const rowSums = await trace.rowSums(layer, head);
      const { tokens, columnMean } = trace.layers[layer];
      return { rowSums, columnMeans: columnMean.slice(head * tokens, (head + 1) * tokens) };
    },
  };
}
