/** Every sentence that the views say, in English; problems by their kind. */
import type { Flag } from '#metrics';
import type { Answer, ProblemKind, RunStatus } from '#state';
import type { HeadFacts } from './facts.ts';
import { meanText, percentText } from './numbers.ts';

export const words = {
  name: 'Softpick Explorer',
  statement: 'Every attention head of two language models, on your text, computed in this browser.',
  paper: 'Softpick: No Attention Sink, No Massive Activations with Rectified Softmax',
  paperAddress: 'https://arxiv.org/abs/2504.20966',
  copyLink: 'Copy link',
  linkCopied: 'Link copied',
  linkNotCopied: 'Not copied: use the address bar',
  dark: 'Dark theme',
  text: 'Text',
  question: 'Text and tokens',
  controls: 'Colours of the maps',
  linkTrouble: 'About the link',
  linkNotes: 'Part of the link could not be read; the rest is as it asks.',
  dismiss: 'Dismiss',
  presets: 'Sample texts',
  empty: 'Type a text to see its attention maps.',
  tokens: 'Tokens',
  scale: 'Scale',
  range: 'Range',
  rangeOne: '0–1 for all heads',
  rangeHead: 'each head’s own',
  ownLargest: 'head’s largest',
  weight: 'Weight',
  exactZero: 'exactly 0',
  masked: 'masked (later token)',
  countedFromZero: 'Layers (L) and heads (H) are counted from zero.',
  pointAtHead: 'Point at a map for its numbers, click to enlarge it.',
  locked: 'locked; Escape unlocks',
  pointAtCell: 'Point at a cell for its weight; click locks it.',
  allHeads: 'All heads',
  retry: 'Retry',
  gated: ', each output then times σ(gate)',
  recovering: 'The graphics device was lost; starting it again…',
  downloadJson: 'Download JSON',
  headTable: 'Numbers as a table',
  rowTable: 'Row as a table',
  close: 'Close',
  previousText: 'from the previous text',
  previousModel: 'from the previous model',
  tooShort: 'text too short',
  openInExplorer: 'Open in Softpick Explorer',
  queries: 'queries ↑',
  keys: 'keys →',
} as const;

/** Names of the panes' model menus. */
export const paneWords: readonly string[] = ['Model on the left', 'Model on the right'];

export const statusWords: Readonly<Record<RunStatus, string>> = {
  waiting: '',
  loading: 'loading…',
  running: 'computing…',
  done: '',
  failed: '',
};

export interface FlagWords {
  /** On a legend: of heads. */
  readonly plural: string;
  /** In the name of one head. */
  readonly one: string;
}

export const flagWords: Readonly<Record<Flag, FlagWords>> = {
  sink: { plural: 'Sink heads', one: 'attention sink' },
  silent: { plural: 'Silent heads', one: 'silent' },
  'mostly-silent': { plural: 'Mostly silent', one: 'mostly silent' },
};

export function flagText(flag: Flag, { short }: HeadFacts): string {
  return flag === 'sink' && short ? 'possible attention sink (text too short to tell)' : flagWords[flag].one;
}

/** The accessible name of a head: flags and numbers in words. */
export function headName(facts: HeadFacts): string {
  const flags = facts.flags.map((flag) => `, ${flagText(flag, facts)}`).join('');
  const silence = facts.silence > 0 ? `; silent on ${percentText(facts.silence)} of tokens` : '';
  return (
    `Layer ${facts.layer} head ${facts.head}${flags}: ` +
    `mean weight ${meanText(facts.weight)} on token ${facts.key} ${facts.token}; ` +
    `row sum ${meanText(facts.rowSum)}; zeros ${percentText(facts.zeros)}${silence}`
  );
}

/** The short name of a head, counted from zero. */
export function headLabel(layer: number, head: number): string {
  return `L${layer} H${head}`;
}

/** Where the attention ran, and what was rounded; an error's message ends with the reason that a reader can use. */
export function engineText({ engine: { kind, note }, report }: Answer): string {
  const rounded = report.precision === 'f16' ? ' · q and k in f16' : '';
  return kind === 'webgpu'
    ? `WebGPU · ${note}${rounded}`
    : `CPU (WASM), without WebGPU: ${note.split(': ').at(-1)}`;
}

export interface ProblemWords {
  readonly what: string;
  readonly advice: string;
}

export const problemWords: Readonly<Record<ProblemKind, ProblemWords>> = {
  'too-long': {
    what: 'This text is too long for the model.',
    advice: 'Shorten it until the counter is within the limit; what you typed is kept.',
  },
  'missing-file': {
    what: 'A file of this model is missing.',
    advice: 'Retry; if it stays missing, the model’s folder on this site is not complete.',
  },
  'broken-file': {
    what: 'A file of this model is damaged: it is not what the model card promises.',
    advice: 'Retry downloads it again; if that does not help, the file on this site is wrong.',
  },
  'no-model': {
    what: 'This site has no model of that name.',
    advice: 'Choose another model from the menu.',
  },
  'out-of-memory': {
    what: 'The browser ran out of memory.',
    advice: 'Shorten the text or close other tabs, then retry; what you typed is kept.',
  },
  'device-lost': {
    what: 'The graphics device was lost, as happens after sleep or a driver update.',
    advice: 'Retry starts it again; your text is kept.',
  },
  offline: {
    what: 'The model is not stored in this browser yet, and the network cannot be reached.',
    advice: 'Go online, then retry; after that it works without a network.',
  },
  aborted: {
    what: 'The computation was stopped.',
    advice: 'Retry starts it again.',
  },
  other: {
    what: 'Something unexpected went wrong.',
    advice: 'Retry; if it happens again, reload the page: the address keeps your text.',
  },
};
