/** English: every sentence of the page, and the one that other languages are checked against. */

const states = 'the embeddings, the outputs of all blocks but the last and the final RMSNorm output';

const sink = (threshold: string) => ({
  title: `Sink rate, ${threshold}`,
  unit: 'share of heads',
  definition: `Share of heads whose weight on the first token, averaged over all queries without rescaling any row, exceeds ${threshold}; it falls with the length of the text, so compare only equal T.`,
});

export const en = {
  language: 'English',
  name: 'Softpick Explorer',
  statement: 'Every attention head of two language models, on your text, computed in this browser.',
  paper: 'Softpick: No Attention Sink, No Massive Activations with Rectified Softmax',

  copyLink: 'Copy link',
  linkCopied: 'Link copied',
  linkNotCopied: 'Not copied: use the address bar',
  darkTheme: 'Dark theme',
  chooseLanguage: 'Language',
  linkTrouble: 'About the link',
  linkNotes: 'Part of the link could not be read; the rest is as it asks.',
  dismiss: 'Dismiss',
  openInExplorer: 'Open in Softpick Explorer',

  text: 'Text',
  question: 'Text and tokens',
  presets: 'Sample texts',
  empty: 'Type a text to see its attention maps.',
  tokens: 'Tokens',
  tokensOf: (model: string) => `Tokens, ${model}`,
  tokensMoreThan: (longest: number) => `more than ${longest} tokens`,
  tokensUpTo: (longest: number) => `up to ${longest} tokens`,
  tokensUsed: (tokens: number, longest: number) => `${tokens} of ${longest} tokens`,

  loading: 'Loading',
  loadingDone: (loaded: string, total: string) => `${loaded} of ${total} MB`,
  loadingBytes: (done: string, stored: boolean) => `Loading ${done}${stored ? ' (stored here)' : ''}`,
  toLoad: (megabytes: string) => `${megabytes} MB to load, once`,

  controls: 'Colours of the maps',
  scale: 'Scale',
  scales: { linear: 'linear', sqrt: 'square root', log: 'log' },
  range: 'Range',
  ranges: { one: '0–1 for all heads', layer: 'each layer’s own', head: 'each head’s own' },
  palette: 'Palette',
  palettes: { warm: 'warm', safe: 'colour-blind safe', print: 'print, in greys' },
  weight: 'Weight',
  weightUpTo: { layer: 'Weight, up to the layer’s largest', head: 'Weight, up to the head’s largest' },
  largestOf: { layer: 'layer’s largest', head: 'head’s largest' },
  exactZero: 'exactly 0',
  masked: 'masked (later token)',

  models: ['Model on the left', 'Model on the right'],
  status: { waiting: '', loading: 'loading…', running: 'computing…', done: '', failed: '' },
  gated: ', each output then times σ(gate)',
  ruleAbout: (title: string, origin: string, rowSum: string) => `${title}, ${origin}; row sum ${rowSum}`,
  onGpu: (name: string, rounded: boolean) => `WebGPU · ${name}${rounded ? ' · q and k in f16' : ''}`,
  onCpu: (reason: string) => `CPU (WASM), without WebGPU: ${reason}`,
  took: (note: string, milliseconds: number) => `${note}; ${milliseconds} ms from the text to these numbers`,
  recovering: 'The graphics device was lost; starting it again…',
  previousText: 'from the previous text',
  previousModel: 'from the previous model',
  downloadJson: 'Download JSON',

  length: (tokens: number | null) =>
    tokens === null ? 'T = –' : `T = ${tokens} ${tokens === 1 ? 'token' : 'tokens'}`,
  tooShort: 'text too short',
  here: (aside: string) => `Here: ${aside}.`,
  authors: (values: string) => `The authors’ models: ${values}.`,
  authorsAt: (values: string, tokens: number) => `The authors’ models: ${values} at T = ${tokens}.`,
  countOf: (count: number, all: number) => `${count} of ${all}`,
  metrics: {
    sink02: sink('0.2'),
    sink03: sink('0.3'),
    zero: {
      title: 'Sparsity',
      unit: 'share of weights',
      definition:
        'Share of the weights in the lower triangles of all heads, diagonals included, that are exactly 0 in 32-bit floats.',
    },
    zero16: {
      title: 'Sparsity, f16',
      unit: 'share of weights',
      definition:
        'Share of the weights in the lower triangles of all heads, diagonals included, that are exactly 0 after rounding to 16-bit floats, as the paper’s authors count.',
    },
    silent: {
      title: 'Silent heads',
      unit: 'heads',
      definition:
        'Heads with an output below 1e-6 in every channel on at least 95 % of the tokens of this text; the paper calls a head dead when this holds over 5 million tokens.',
    },
    nll: {
      title: 'Next-token loss',
      unit: 'nats per token',
      definition: 'Mean over all tokens but the first of −ln of the probability that the model gave them.',
    },
    kurt: {
      title: 'Kurtosis',
      unit: 'none; 3 for a normal distribution',
      definition: `Pearson kurtosis μ₄/μ₂² (normal = 3) of all values of ${states}, pooled.`,
    },
    least: { title: 'Least hidden value', unit: 'none', definition: `Least of all values of ${states}.` },
    largest: {
      title: 'Largest hidden value',
      unit: 'none',
      definition: `Largest of all values of ${states}.`,
    },
  },
  headMetrics: {
    first: {
      title: 'Weight on token 0',
      unit: 'share of a row',
      definition: 'Mean over all queries of the weight on the first token, no row rescaled.',
    },
    strongest: {
      title: 'Largest mean weight',
      unit: 'share of a row',
      definition:
        'Mean over all queries of the weight on the token that receives most of it; above 0.3 it is a sink.',
    },
    rowsum: {
      title: 'Row sum',
      unit: 'none; 1 under softmax',
      definition:
        'Mean over all queries of the sum of their weights; below 1 the head says less than it could.',
    },
    zero: {
      title: 'Exact zeros',
      unit: 'share of weights',
      definition: 'Share of the lower triangle, diagonal included, that is exactly 0 in 32-bit floats.',
    },
    zero16: {
      title: 'Zeros in f16',
      unit: 'share of weights',
      definition:
        'Share of the lower triangle, diagonal included, that is exactly 0 after rounding to 16-bit floats.',
    },
    off: {
      title: 'Silent tokens',
      unit: 'share of tokens',
      definition:
        'Share of tokens on which every channel of the head’s output, before the output projection, is below 1e-6.',
    },
    outmax: {
      title: 'Largest output',
      unit: 'none',
      definition:
        'Largest absolute value of the head’s output over all tokens and channels, before the output projection.',
    },
    entropy: {
      title: 'Entropy',
      unit: 'nats',
      definition:
        'Mean over the queries that have any weight of −Σ p ln p, p being the row divided by its sum; ln T at most.',
    },
    distance: {
      title: 'Attended distance',
      unit: 'tokens',
      definition:
        'Mean number of tokens from query back to key under each row divided by its sum, over the queries that have any weight.',
    },
    previous: {
      title: 'Previous token',
      unit: 'share of a row',
      definition: 'Mean over all queries but the first of the weight on the token before the query.',
    },
    self: {
      title: 'Self',
      unit: 'share of a row',
      definition: 'Mean over all queries of the weight on the query itself.',
    },
  },
  perplexity: (value: string) => `perplexity ${value}`,
  shareOfHeads: (share: string, heads: number) => `${share} of ${heads} heads`,
  deadHeads: (values: string) => `${values} of heads dead over 5 million tokens`,

  flags: {
    sink: {
      plural: 'Sink heads',
      one: 'attention sink',
      definition:
        'The mean weight on some key, over all queries, is above 0.3 (0.2 is the other published threshold). ' +
        'Below 18 tokens the text is too short to tell: a head that attends evenly to every token exceeds 0.3 up to 9 tokens and 0.2 up to 17.',
    },
    silent: {
      plural: 'Silent heads',
      one: 'silent',
      definition:
        'On at least 95 % of the tokens of this text every channel of the head’s output is below 1e-6. ' +
        'The paper calls a head dead when this holds over 5 million tokens.',
    },
    'mostly-silent': {
      plural: 'Mostly silent',
      one: 'mostly silent',
      definition:
        'On at least 75 %, but fewer than 95 %, of the tokens of this text every channel of the head’s output is below 1e-6.',
    },
  },
  possibleSink: 'possible attention sink (text too short to tell)',

  exactly0: 'exactly 0',
  below: (value: string) => `below ${value}`,
  above: (value: string) => `above ${value}`,

  headsOf: (model: string, layers: number, heads: number) => `${model}: ${layers} layers of ${heads} heads`,
  /** The accessible name of a head: flags and numbers in words. */
  headName: (head: HeadWords) =>
    `Layer ${head.layer} head ${head.head}${head.flags.map((flag) => `, ${flag}`).join('')}: ` +
    `mean weight ${head.weight} on token ${head.key} ${head.token}; row sum ${head.rowSum}; zeros ${head.zeros}` +
    (head.silence === null ? '' : `; silent on ${head.silence} of tokens`),
  meanWeight: 'mean weight',
  onToken: (key: number, token: string) => `on token ${key} ‘${token}’`,
  rowSum: 'row sum',
  zeros: 'zeros',
  countedFromZero: 'Layers (L) and heads (H) are counted from zero.',
  pointAtHead: 'Point at a map for its numbers, click to enlarge it.',
  headTable: 'Numbers as a table',
  headTableTitle: (model: string, tokens: number) => `${model}: ${tokens} tokens`,
  columns: {
    layer: 'Layer',
    head: 'Head',
    flags: 'Flags',
    meanOn: (token: string) => `Mean weight on ${token}`,
    mostOn: 'Most on token',
    meanThere: 'Mean weight there',
    rowSum: 'Row sum',
    zeros: 'Exact zeros',
    silence: 'Silent on tokens',
    key: 'Key',
    token: 'Token',
    weight: 'Weight',
    place: 'Place',
    received: 'Mean weight on it',
    ownSum: 'Its row sum',
  },

  layerHead: (layer: number, head: number) => `Layer ${layer} head ${head}`,
  mapName: (layer: number, head: number, tokens: number) =>
    `Map of layer ${layer} head ${head}, ${tokens} by ${tokens}: arrow keys move, Enter locks, Escape unlocks and closes; plus, minus and 0 zoom; P pins`,
  queries: 'queries ↑',
  keys: 'keys →',
  query: 'query',
  key: 'key',
  pointAtCell: 'Point at a cell for its weight; a click locks it, Escape unlocks it.',
  maskedCell: 'masked: a later token',
  locked: 'locked (Esc)',
  allHeads: 'All heads',
  rowSumsHint: 'The sum of each query’s weights',
  keyBarsHint: 'What each key gets: from the query in focus, and on average from all queries',
  keyMean: 'key’s mean',
  meanOfAll: 'mean',
  zoom: 'Zoom',
  zoomIn: 'Zoom in (+)',
  zoomOut: 'Zoom out (−)',
  showAll: 'Show all (0)',
  partShown: (queries: Shown, keys: Shown) =>
    `Queries ${queries.first} to ${queries.last} and keys ${keys.first} to ${keys.last} are shown.`,
  allShown: 'All of the map is shown.',
  rowTable: 'Row as a table',
  sumsTable: 'Sums as a table',
  sumsTableTitle: (head: string) => `${head}: mean weights and row sums`,
  rowTableTitle: (head: string, token: string, query: number) =>
    `${head}: weights of query ‘${token}’ (${query})`,

  minus: 'Minus',
  minusHint: 'Take the weights of another head away from those of this one',
  minusNothing: 'minus…',
  otherPane: 'the other model',
  layer: (layer: number) => `Layer ${layer}`,
  headMinus: (head: string, other: string) => `${head} minus ${other}`,
  difference: 'Difference',
  cannotSubtract: {
    'no-pane': 'Nothing is taken away: there is no other model’s answer.',
    'no-head': 'Nothing is taken away: there is no head of that number.',
    'other-tokens':
      'Nothing is taken away: the other model cuts this text into other tokens, so its cells are not the same pairs.',
  },

  pin: 'Pin',
  pinHint: 'Keep this head in sight above the models (P)',
  pinnedHeads: 'Pinned heads',
  headOf: (head: string, model: string) => `${head} of ${model}`,
  pinnedNow: (head: string, model: string) => `${head} of ${model} is pinned.`,
  unpinnedNow: (head: string, model: string) => `${head} of ${model} is no longer pinned.`,
  pinsFull: (most: number) => `${most} heads are pinned, the most at once: unpin one first.`,
  unpin: (head: string, model: string) => `Unpin ${head} of ${model}`,
  unpinAll: 'Unpin all',
  pinnedName: (layer: number, head: number, model: string, tokens: number) =>
    `Map of layer ${layer} head ${head} of ${model}, ${tokens} by ${tokens}: arrow keys move, Enter locks, Escape unlocks; plus, minus and 0 zoom; P unpins`,
  upTo: (limit: string) => `colours up to ${limit}`,
  close: 'Close',
  retry: 'Retry',

  problems: {
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
  },
};

/** One head in words and numbers that are ready to be read out. */
export interface HeadWords {
  readonly layer: number;
  readonly head: number;
  readonly flags: readonly string[];
  /** Of the largest mean weight, and the token that gets it. */
  readonly weight: string;
  readonly key: number;
  readonly token: string;
  readonly rowSum: string;
  readonly zeros: string;
  /** Share of tokens without output; null for none. */
  readonly silence: string | null;
}

/** The first and the last token that a zoomed map shows. */
export interface Shown {
  readonly first: number;
  readonly last: number;
}

/** What every language says. */
export type Words = typeof en;
