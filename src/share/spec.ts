/** The spec: everything a reader can choose. It is the link, and nothing else is. */
import type { Scale } from '#attention';
import type { Flag, HeadMetricId } from '#metrics';
import { presets } from './presets.ts';

export interface Pane {
  readonly model: string;
}

export interface HeadName {
  readonly layer: number;
  readonly head: number;
}

/** A head of one pane. */
export interface Pin extends HeadName {
  readonly pane: number;
}

export interface CellName {
  readonly query: number;
  readonly keyed: number;
}

/** From … up to, not with. */
export type Span = readonly [from: number, to: number];

/** The part of the large maps that is shown. */
export interface Zoom {
  readonly queries: Span;
  readonly keys: Span;
}

export interface Sort {
  readonly metric: HeadMetricId;
  /** The smallest first. */
  readonly rising: boolean;
}

/** Heads by a metric: those from `least` to `most`, both 0 or above, one of which may be left open. */
export interface Where {
  readonly metric: HeadMetricId;
  readonly least: number | null;
  readonly most: number | null;
}

/** What a head can be filtered by: a flag, or that it has none. */
export type Kind = Flag | 'plain';

export interface Spec {
  readonly text: string;
  /** Whether `<s>` stands before the text, as in training. */
  readonly start: boolean;
  /** One or two. */
  readonly panes: readonly Pane[];
  /** What the overview shows of each head: its map, or one metric as a coloured cell. */
  readonly show: 'maps' | HeadMetricId;
  /** The order of the heads; null is layer by layer. */
  readonly sort: Sort | null;
  /** Which heads the overview shows: of these kinds, all if there are none … */
  readonly only: readonly Kind[];
  /** … of these layers … */
  readonly layers: Span | null;
  /** … and with this metric in this range. */
  readonly where: Where | null;
  /** The head that is shown large in every pane, or none. */
  readonly head: HeadName | null;
  /** Up to six heads of any pane, shown large side by side. */
  readonly pins: readonly Pin[];
  /** What is taken away from what is shown large: nothing, the other pane's same head, or another head. */
  readonly minus: 'nothing' | 'pane' | HeadName;
  readonly zoom: Zoom | null;
  /** The locked cell. */
  readonly cell: CellName | null;
  readonly scale: Scale;
  /** `one`: 0 to 1 for all heads; `layer` and `head`: 0 to the largest weight of the layer or of the head. */
  readonly range: 'one' | 'layer' | 'head';
  readonly palette: 'warm' | 'safe' | 'print';
  /** What the tokens are coloured by: weights from the locked query, weights on the locked key, or loss. */
  readonly strip: 'query' | 'key' | 'loss';
}

/** Heads that can be pinned at once. */
export const MOST_PINS = 6;

/** What an empty link means. */
export const defaultSpec: Spec = {
  text: presets[1].text,
  start: true,
  panes: [{ model: 'tiny-softmax-int8' }, { model: 'tiny-softpick-int8' }],
  show: 'maps',
  sort: null,
  only: [],
  layers: null,
  where: null,
  head: null,
  pins: [],
  minus: 'nothing',
  zoom: null,
  cell: null,
  scale: 'sqrt',
  range: 'one',
  palette: 'warm',
  strip: 'query',
};
