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

  strip: 'Tokens by',
  strips: {
    query: { text: 'query', name: 'query: what it attends to' },
    key: { text: 'key', name: 'key: what attends to it' },
    loss: { text: 'loss', name: 'loss: how hard each token was to predict' },
  },
  otherModel: 'Show the other model’s',
  openForTokens: 'Open a head to see its weights on the tokens.',
  pointForTokens: {
    query: 'Point at the map, or choose a token to see what it attends to.',
    key: 'Point at the map, or choose a token to see what attends to it.',
  },
  weightsShown: {
    query: (token: string, query: number) => `weights of query ‘${token}’ (${query}) on each token`,
    key: (token: string, key: number) => `weights of each token on key ‘${token}’ (${key})`,
  },
  lossesShown: 'loss of each token: strongest where the model was most surprised',
  nats: (value: string) => `${value} nats`,
  valueOf: (value: string, model: string) => `${value} (${model})`,
  /** One token in words and numbers that are ready to be read out. */
  tokenSaid: (token: TokenWords) =>
    `‘${token.token}’ (${token.index}) · id ${token.id}` +
    (token.losses === null ? '' : ` · loss ${token.losses}`) +
    (token.weight === null ? '' : ` · weight ${token.weight}`),
  tokenTable: 'Tokens as a table',
  tokenTableTitle: (model: string | null, tokens: number) =>
    `${model === null ? '' : `${model}: `}${tokens} ${tokens === 1 ? 'token' : 'tokens'}`,

  startToken: '<s> in front',
  startWhy:
    'In training every window of text began with <s>: a head that has nothing to say can rest its weight there. ' +
    'Without it, token 0 is the text’s own first token.',
  /** What the sinks do with and without `<s>`; `first` is token 0 without it. */
  startSinks: (models: readonly StartWords[], first: string) =>
    `Heads that sink on token 0 (mean weight above 0.3): ` +
    models.map((each) => `${each.model} ${each.started} with <s>, ${each.bare} without it`).join('; ') +
    `. Without <s>, token 0 is ‘${first}’.`,
  startShort: 'Below 18 tokens the text is too short to tell what <s> does to sinks.',

  recent: 'Recent',
  recentTexts: 'Recent texts',
  recentKept: 'Kept in this browser only.',
  recentNone:
    'A text that rests for ten seconds, or is left for another, is kept here, in this browser only.',
  tokenCount: (tokens: number) => (tokens === 1 ? '1 token' : `${tokens} tokens`),
  eraseText: (beginning: string) => `Erase ‘${beginning}’`,
  eraseAll: 'Erase all',
  openFile: 'Open .txt',
  openFileAbout: 'Open a .txt file, or drop one on the text',
  dropFile: 'Drop a .txt file to take its text',
  notTaken: {
    many: () => 'Only one file can be taken at a time; the text is as it was.',
    type: (name: string) => `‘${name}’ is not a .txt file; the text is as it was.`,
    size: (name: string) => `‘${name}’ is larger than 1 MB; the text is as it was.`,
    encoding: (name: string) => `‘${name}’ is not text in UTF-8; the text is as it was.`,
    broken: (name: string) => `‘${name}’ could not be read; the text is as it was.`,
  },
  takeFirst: (tokens: number) => `Take the first ${tokens} tokens`,

  loading: 'Loading',
  loadingDone: (loaded: string, total: string) => `${loaded} of ${total} MB`,
  loadingBytes: (done: string, stored: boolean) => `Loading ${done}${stored ? ' (stored here)' : ''}`,
  toLoad: (megabytes: string) => `${megabytes} MB to load, once`,

  controls: 'Colours of the maps',
  scale: 'Scale',
  scales: { linear: 'linear', sqrt: 'square root', log: 'log' },
  range: 'Range',
  ranges: { one: '0–1', layer: 'per layer', head: 'per head' },
  palette: 'Palette',
  palettes: { warm: 'warm', safe: 'colour-blind safe', print: 'print, in greys' },
  weight: 'Weight',
  weightUpTo: { layer: 'Weight, up to the layer’s largest', head: 'Weight, up to the head’s largest' },
  largestOf: { layer: 'layer’s largest', head: 'head’s largest' },
  exactZero: 'exactly 0',
  masked: 'masked (later token)',
  undefinedValue: 'not defined',

  tools: 'Show, sort and filter the heads',
  toolsSet: (count: number) => (count === 0 ? '' : `${count} set`),
  show: 'Show',
  maps: 'maps',
  sort: 'Sort',
  byLayer: 'layer by layer',
  largestFirst: 'largest first',
  smallestFirst: 'smallest first',
  only: 'Only',
  plain: {
    plural: 'Unflagged heads',
    definition: 'Heads that are neither sinks nor silent nor mostly silent on this text.',
  },
  kindCount: (plural: string, count: string) => `${plural}: ${count}`,
  layers: 'Layers',
  where: 'Where',
  whereMetric: 'Filter by',
  from: (what: string) => `${what}, from`,
  to: (what: string) => `${what}, to`,
  noRange: 'not a range',
  definition: (title: string) => `What “${title}” is`,
  unit: (unit: string) => `Unit: ${unit}.`,
  showAllHeads: 'Show all heads',
  shownOf: (shown: number, all: number) => `${shown} of ${all} heads.`,
  sortedBy: (title: string, rising: boolean) =>
    `Sorted by ${title.toLowerCase()}, ${rising ? 'smallest' : 'largest'} first.`,
  noneLeft: 'No head of this model passes the filters.',

  charts: 'Layer by layer',
  chartsHint:
    'A dot is a head, the line joins the means of the layers. Press a chart to colour the heads by it.',
  chartsKeys: 'Charts: left and right arrow keys move along the layers, up and down from chart to chart',
  chartsOf: (model: string) => `${model}, layer by layer`,
  chartMean: (layer: number, mean: string, least: string, largest: string) =>
    `layer ${layer}: mean ${mean}, heads from ${least} to ${largest}`,
  chartNone: (layer: number) => `layer ${layer}: not defined for any head`,
  chartHidden: (layer: number, value: string) => `after layer ${layer}: ${value}`,
  hidden: {
    title: 'Largest |hidden value|',
    unit: 'none',
    definition: 'Largest absolute value of the hidden state after the layer, over all tokens and channels.',
  },
  layerTable: 'Layer means as a table',
  layerTableTitle: (model: string, tokens: number) =>
    `${model}: means over the heads of a layer, ${tokens} tokens`,

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
  unitAt: (unit: string, tokens: number | null) =>
    tokens === null ? `Unit: ${unit}.` : `Unit: ${unit}. T = ${tokens}.`,
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
    mostOn: 'Most on token',
    key: 'Key',
    token: 'Token',
    weight: 'Weight',
    place: 'Place',
    received: 'Mean weight on it',
    ownSum: 'Its row sum',
    index: 'Index',
    id: 'Id',
    loss: (model: string) => `Loss, ${model}, nats`,
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

  shortcuts: {
    button: 'Keyboard shortcuts',
    title: 'Keyboard',
    keys: 'Key',
    does: 'What it does',
    rows: [
      ['?', 'this list'],
      ['/', 'to the text'],
      ['Tab', 'to the next part; the heads of a model are one stop'],
      ['← ↑ → ↓', 'along the heads, or from cell to cell of a large map'],
      ['Home End Page Up Page Down', 'to the ends of a row or a column'],
      ['Ctrl Home, Ctrl End', 'to the first, to the last'],
      ['Enter', 'opens the head; in its map, locks the cell'],
      ['Esc', 'unlocks the cell, then closes the head'],
    ],
  },
  tour: {
    button: 'Tour',
    offer: 'New here? A tour of one minute shows what there is to see.',
    take: 'Take the tour',
    skip: 'Skip it for good',
    name: (step: number, steps: number) => `Tour, ${step} of ${steps}`,
    back: 'Back',
    next: 'Next',
    end: 'End',
    steps: {
      text: 'Type here, or take a sample. Two language models read along as you type; what you type stays in this browser.',
      tokens:
        'The text as the models see it: tokens. A dot is a space before a word, <s> marks the beginning of the text.',
      heads:
        'Each square is one attention head. Rows are queries, columns are keys: how much each token looks at each token before it. The two models differ in the attention function alone.',
      numbers:
        'A triangle marks an attention sink: a head that spends its weight on one token, mostly the first. A circle marks a head that is silent on this text. Point at any number for what it means and what the paper found.',
      open: 'Click a square to see it large, with the weight of every cell; a click locks a cell, Escape lets go.',
      share:
        'All that you choose is in the address: copy the link to send it, or take a figure away with Export.',
    },
  },
  export: {
    button: 'Export',
    figure: 'Export this map',
    sheet: 'Export all heads',
    size: 'PNG size',
    caption: 'Copy as figure caption',
    captionCopied: 'Caption copied',
    captionNotCopied: 'Not copied: the browser does not allow it',
    failed: 'The file could not be made: what it shows is gone. Try again.',
  },
  figure: {
    head: (head: string, model: string) => `${head} of ${model}`,
    sheet: (model: string) => `All heads of ${model}`,
    about: (tokens: number, scale: string, range: string) => `T = ${tokens} tokens · ${scale} · ${range}`,
    scaled: { linear: 'linear scale', sqrt: 'square-root scale', log: 'logarithmic scale' },
    upTo: (limit: string) => `weights from 0 to ${limit}`,
    ownUpTo: {
      layer: 'weights from 0 to each layer’s largest',
      head: 'weights from 0 to each head’s largest',
    },
    headCaption: (head: HeadFigureWords) =>
      `Attention of layer ${head.layer}, head ${head.head} (counted from zero) of ${head.model}, a model of ${head.layers} layers × ${head.heads} heads with ${head.rule}, on “${head.text}” (T = ${head.tokens} tokens). ` +
      `Rows are queries, columns keys; ${head.scale}, ${head.range}; exact zeros are grey, later tokens masked. ` +
      `Row sum ${head.rowSum} on average, exact zeros ${head.zeros}. Made with Softpick Explorer.`,
    sheetCaption: (sheet: SheetFigureWords) =>
      `All attention heads of ${sheet.model} (${sheet.layers} layers × ${sheet.heads} heads, ${sheet.rule}) on “${sheet.text}” (T = ${sheet.tokens} tokens). ` +
      `Rows of a map are queries, columns keys; where cells share a pixel the largest weight is shown; ${sheet.scale}, ${sheet.range}; exact zeros are grey. ` +
      `Sink rate at 0.2 / 0.3: ${sheet.sink02} / ${sheet.sink03}; sparsity ${sheet.zero}; next-token loss ${sheet.loss}. Made with Softpick Explorer.`,
  },

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

/** What a caption tells of any figure. */
interface FigureWords {
  readonly model: string;
  readonly layers: number;
  readonly heads: number;
  /** The attention function's title. */
  readonly rule: string;
  readonly text: string;
  readonly tokens: number;
  readonly scale: string;
  readonly range: string;
}

export interface HeadFigureWords extends FigureWords {
  readonly layer: number;
  readonly head: number;
  readonly rowSum: string;
  readonly zeros: string;
}

export interface SheetFigureWords extends FigureWords {
  readonly sink02: string;
  readonly sink03: string;
  readonly zero: string;
  readonly loss: string;
}

/** The first and the last token that a zoomed map shows. */
export interface Shown {
  readonly first: number;
  readonly last: number;
}

/** One token in words and numbers that are ready to be read out. */
export interface TokenWords {
  readonly token: string;
  readonly index: number;
  readonly id: number;
  /** Of each model; null where there is none. */
  readonly losses: string | null;
  readonly weight: string | null;
}

/** The share of sink heads of one model, with `<s>` in front and without. */
export interface StartWords {
  readonly model: string;
  readonly started: string;
  readonly bare: string;
}

/** What every language says. */
export type Words = typeof en;
