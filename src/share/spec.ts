/** The spec: everything a reader can choose. It is the link, and nothing else is. */
import type { Scale } from '#attention';
import { presets } from './presets.ts';

export interface Pane {
  readonly model: string;
}

export interface HeadName {
  readonly layer: number;
  readonly head: number;
}

export interface Spec {
  readonly text: string;
  /** One or two. */
  readonly panes: readonly Pane[];
  /** The head that is shown large in every pane, or none. */
  readonly head: HeadName | null;
  readonly scale: Scale;
  /** `one`: 0 to 1 for all heads; `head`: 0 to the head's own largest weight. */
  readonly range: 'one' | 'head';
}

/** What an empty link means. */
export const defaultSpec: Spec = {
  text: presets[1].text,
  panes: [{ model: 'tiny-softmax-int8' }, { model: 'tiny-softpick-int8' }],
  head: null,
  scale: 'sqrt',
  range: 'one',
};
