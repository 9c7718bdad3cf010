/** Every state of the page, made up: the cases that the tests use and that can be looked at. */
import { useState } from 'react';
import { defaultSpec, type Frame, presets, type Spec } from '#share';
import { type Answer, type PaneRun, type Run, waitingPane } from '#state';
import { Explorer, type ExplorerProps } from '#views';
import { edgesOf, type MadeUpModel, madeUpAnswer, madeUpModel, paintMadeUp } from './made-up.ts';

export interface Case {
  readonly spec: Spec;
  readonly run: Run;
  readonly frame: Frame;
  readonly notes?: readonly string[];
  readonly newcomer?: boolean;
  readonly recent?: ExplorerProps['recent'];
}

const softmax = madeUpModel('softmax');
const softpick = madeUpModel('softpick');
const smallSoftpick = madeUpModel('softpick', 2, 4);
const bigSoftmax = madeUpModel('softmax', 24, 16);
const bigSoftpick = madeUpModel('softpick', 24, 16);
const hugeSoftmax = madeUpModel('softmax', 32, 32);
const hugeSoftpick = madeUpModel('softpick', 32, 32);

const answers: { readonly model: MadeUpModel; readonly answer: Answer }[] = [];

/** An answer that `draw` and `readRow` below know by its serial. */
export function answerOf(
  model: MadeUpModel,
  text: string,
  engine?: Answer['engine'],
  start?: boolean,
): Answer {
  const answer = madeUpAnswer(answers.length, model, text, engine, start);
  answers.push({ model, answer });
  return answer;
}

export const draw: ExplorerProps['draw'] = async (serial, request) => {
  const kept = answers[serial];
  return kept
    ? paintMadeUp(kept.model, kept.answer.report.T, request, (other) => answers[other].model)
    : null;
};

export const readRow: ExplorerProps['readRow'] = async (serial, layer, head, query) => {
  const kept = answers[serial];
  return kept ? kept.model.row(layer, head, query, kept.answer.report.T) : null;
};

export const readEdges: ExplorerProps['readEdges'] = async (serial, layer, head) => {
  const kept = answers[serial];
  return kept ? edgesOf(kept.model, layer, head, kept.answer.report.T) : null;
};

/** [T], zero before the key. */
export const readColumn: ExplorerProps['readColumn'] = async (serial, layer, head, key) => {
  const kept = answers[serial];
  if (!kept) return null;
  const { T } = kept.answer.report;
  return Float32Array.from({ length: T }, (_, query) =>
    query < key ? 0 : kept.model.row(layer, head, query, T)[key],
  );
};

const done = (model: MadeUpModel, text: string, engine?: Answer['engine']): PaneRun => ({
  ...waitingPane,
  status: 'done',
  answer: answerOf(model, text, engine),
});

const bee = presets[1].text;
const earlier = bee.slice(0, 120);
const few = 'A bee flies over the wall, and nobody asks whether it may.';
const long = `${bee} `.repeat(8).trim();
const page: Frame = { embed: false, theme: 'auto', language: 'en' };
const models = [softmax, softpick, smallSoftpick, bigSoftmax, bigSoftpick, hugeSoftmax, hugeSoftpick].map(
  ({ card }) => card,
);
const bigPanes = { panes: [{ model: '24x16-softmax' }, { model: '24x16-softpick' }] };
const pair = (text: string): readonly PaneRun[] => [done(softmax, text), done(softpick, text)];

/** What a case asks for unless it says otherwise: the made-up pair. */
const madeUp: Spec = { ...defaultSpec, panes: [softmax, softpick].map(({ card }) => ({ model: card.id })) };

function caseOf(panes: readonly PaneRun[], spec: Partial<Spec> = {}, frame: Partial<Frame> = {}): Case {
  return { spec: { ...madeUp, ...spec }, run: { models, panes }, frame: { ...page, ...frame } };
}

const problem = (kind: NonNullable<PaneRun['problem']>['kind'], message: string) => ({ kind, message });
const cpu = {
  kind: 'wasm',
  note: 'gpu: expected WebGPU, got none: this browser does not have it, or it is switched off',
} as const;
const loaded = { loaded: 12_300_000, total: 34_086_912, network: true };

const pins: Spec['pins'] = [
  { pane: 0, layer: 3, head: 5 },
  { pane: 1, layer: 3, head: 5 },
  { pane: 1, layer: 0, head: 2 },
  { pane: 0, layer: 6, head: 1 },
  { pane: 1, layer: 7, head: 7 },
  { pane: 0, layer: 0, head: 0 },
];

/** Made when asked for: the large ones take a moment. */
export const gallery = {
  start: () => ({ ...caseOf([waitingPane, waitingPane]), run: { models: [], panes: [] } }),
  loading: () =>
    caseOf([
      { ...waitingPane, status: 'loading', progress: loaded },
      { ...waitingPane, status: 'loading', progress: loaded },
    ]),
  running: () => caseOf(pair(earlier).map((pane) => ({ ...pane, status: 'running' }))),
  done: () => caseOf(pair(bee)),
  linear: () => caseOf(pair(bee), { scale: 'linear', range: 'head' }),
  safe: () => caseOf(pair(bee), { palette: 'safe', range: 'layer' }),
  printOpen: () => caseOf(pair(bee), { palette: 'print', range: 'layer', head: { layer: 3, head: 5 } }),
  log: () => caseOf(pair(bee), { scale: 'log' }),
  open: () => caseOf(pair(bee), { head: { layer: 3, head: 5 } }),
  openOwnRange: () => caseOf(pair(bee), { head: { layer: 1, head: 2 }, range: 'head' }),
  openLong: () =>
    caseOf([done(smallSoftpick, long)], {
      text: long,
      panes: [{ model: smallSoftpick.card.id }],
      head: { layer: 1, head: 1 },
    }),
  zoomed: () =>
    caseOf(pair(bee), {
      head: { layer: 3, head: 5 },
      zoom: { queries: [30, 50], keys: [10, 30] },
      cell: { query: 40, keyed: 21 },
    }),
  zoomedLong: () =>
    caseOf([done(smallSoftpick, long)], {
      text: long,
      panes: [{ model: smallSoftpick.card.id }],
      head: { layer: 1, head: 1 },
      zoom: { queries: [400, 404], keys: [200, 204] },
      range: 'head',
    }),
  pinned: () => caseOf(pair(bee), { pins: pins.slice(0, 1) }),
  pinnedThree: () =>
    caseOf(pair(bee), {
      pins: pins.slice(0, 3),
      head: { layer: 3, head: 5 },
      zoom: { queries: [30, 50], keys: [10, 30] },
      cell: { query: 40, keyed: 21 },
    }),
  pinnedSix: () => caseOf(pair(bee), { pins, range: 'head' }),
  pinnedEmbed: () => caseOf(pair(bee), { pins: pins.slice(1, 3) }, { embed: true }),
  difference: () =>
    caseOf(pair(bee), { head: { layer: 3, head: 5 }, minus: 'pane', cell: { query: 40, keyed: 21 } }),
  differenceHead: () =>
    caseOf(pair(bee), {
      head: { layer: 1, head: 2 },
      minus: { layer: 6, head: 1 },
      range: 'head',
      scale: 'log',
      zoom: { queries: [30, 50], keys: [10, 30] },
    }),
  differenceRefused: () =>
    caseOf([done(softmax, bee), done(softpick, earlier)], { head: { layer: 3, head: 5 }, minus: 'pane' }),
  tooLong: () =>
    caseOf(
      pair(earlier).map((pane) => ({
        ...pane,
        status: 'failed',
        problem: problem('too-long', 'This text is 530 tokens long; Tiny softmax takes 512 at most.'),
      })),
      { text: `${bee} `.repeat(8) },
    ),
  broken: () =>
    caseOf([
      done(softmax, bee),
      {
        ...waitingPane,
        status: 'failed',
        problem: problem('broken-file', 'weights.bin: expected SHA-256 4fd1…, got 9a07…'),
      },
    ]),
  lost: () =>
    caseOf([
      done(softmax, bee),
      {
        ...done(softpick, bee),
        status: 'failed',
        problem: problem('device-lost', 'A valid external Instance reference no longer exists.'),
      },
    ]),
  empty: () => caseOf([waitingPane, waitingPane], { text: '' }),
  emptied: () =>
    caseOf(
      pair(bee).map((pane) => ({ ...pane, status: 'waiting' })),
      { text: '' },
    ),
  short: () => caseOf(pair('A bee.'), { text: 'A bee.' }),
  noWebGpu: () => caseOf([done(softmax, bee, cpu), done(softpick, bee, cpu)]),
  one: () => caseOf([done(softpick, bee)], { panes: [{ model: 'tiny-softpick' }] }),
  big: () => caseOf([done(bigSoftmax, bee), done(bigSoftpick, bee)], bigPanes),
  bigSorted: () =>
    caseOf([done(bigSoftmax, bee), done(bigSoftpick, bee)], {
      ...bigPanes,
      sort: { metric: 'entropy', rising: false },
    }),
  huge: () =>
    caseOf([done(hugeSoftmax, few), done(hugeSoftpick, few)], {
      text: few,
      panes: [{ model: '32x32-softmax' }, { model: '32x32-softpick' }],
    }),
  sorted: () => caseOf(pair(bee), { sort: { metric: 'strongest', rising: false } }),
  filtered: () =>
    caseOf(pair(bee), {
      only: ['sink', 'silent'],
      layers: [1, 7],
      where: { metric: 'self', least: 0, most: 0.5 },
    }),
  noneLeft: () => caseOf(pair(bee), { where: { metric: 'strongest', least: 1, most: null } }),
  cells: () => caseOf(pair(bee), { show: 'entropy' }),
  cellsSorted: () => caseOf(pair(bee), { show: 'zero', sort: { metric: 'zero', rising: true } }),
  cellsOpen: () => caseOf(pair(bee), { show: 'distance', head: { layer: 3, head: 5 } }),
  badLink: () => ({
    ...caseOf(pair(bee)),
    notes: ['link: expected linear, sqrt or log as scale, got "cubic"'],
  }),
  tokensByLoss: () => caseOf(pair(bee), { strip: 'loss' }),
  tokensByKey: () =>
    caseOf(pair(bee), { strip: 'key', head: { layer: 3, head: 5 }, cell: { query: 40, keyed: 7 } }),
  tokensByQuery: () => caseOf(pair(bee), { head: { layer: 3, head: 5 }, cell: { query: 40, keyed: 7 } }),
  bare: () =>
    caseOf(
      [softmax, softpick].map((model) => ({
        ...waitingPane,
        status: 'done',
        answer: answerOf(model, bee, undefined, false),
      })),
      { start: false },
    ),
  recent: () => ({
    ...caseOf(pair(bee)),
    recent: [
      { text: 'A text of my own\nwith a second line', tokens: 11 },
      { text: `${bee} `.repeat(20), tokens: null },
    ],
  }),
  chinese: () => caseOf(pair(bee), {}, { language: 'zh' }),
  chineseOpen: () => caseOf(pair(bee), { head: { layer: 3, head: 5 } }, { language: 'zh' }),
  newcomer: () => ({ ...caseOf(pair(bee)), newcomer: true }),
  embed: () => caseOf(pair(bee), {}, { embed: true }),
  embedCells: () => caseOf(pair(bee), { show: 'rowsum', layers: [2, 6] }, { embed: true }),
  embedOpen: () => caseOf(pair(bee), { head: { layer: 3, head: 5 } }, { embed: true }),
} satisfies Record<string, () => Case>;

export type CaseName = keyof typeof gallery;

interface StageProps extends Partial<ExplorerProps> {
  readonly of: Case;
}

/** A case on its own: choices change its spec; nothing changes its run. */
export function Stage({ of, ...given }: StageProps) {
  const [spec, setSpec] = useState(of.spec);
  return (
    <Explorer
      spec={spec}
      run={of.run}
      frame={of.frame}
      onRetry={() => undefined}
      draw={draw}
      readRow={readRow}
      readEdges={readEdges}
      readColumn={readColumn}
      cut={async (_, { text }) => text}
      recent={of.recent ?? []}
      onForget={() => undefined}
      copyLink={async () => undefined}
      notes={of.notes ?? []}
      onNotesRead={() => undefined}
      newcomer={of.newcomer ?? false}
      onWelcomed={() => undefined}
      {...given}
      onSpec={(change) => {
        given.onSpec?.(change);
        setSpec((old) => ({ ...old, ...change }));
      }}
    />
  );
}
