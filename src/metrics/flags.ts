/** Flags: what is worth a second look in a head, from what one text measured. */
import type { MeasuredLayer } from './measured.ts';
import { MOSTLY_SILENT, offShare, SILENT } from './silent-heads.ts';

/** In the order in which they are listed. */
export type Flag = 'sink' | 'silent' | 'mostly-silent';

const SINK = 0.3;

/** In fewer tokens a head that attends evenly to all it may see exceeds 0.2: (1 + 1/2 + … + 1/T)/T > 0.2 up to T = 17. */
export const shortestForSinks = 18;

/** A sentence or two each, for tooltips. */
export const flagDefinitions: Readonly<Record<Flag, string>> = {
  sink:
    'The mean weight on some key, over all queries, is above 0.3 (0.2 is the other published threshold). ' +
    'Below 18 tokens the text is too short to tell: a head that attends evenly to every token exceeds 0.3 up to 9 tokens and 0.2 up to 17.',
  silent:
    'On at least 95 % of the tokens of this text every channel of the head’s output is below 1e-6. ' +
    'The paper calls a head dead when this holds over 5 million tokens.',
  'mostly-silent':
    'On at least 75 %, but fewer than 95 %, of the tokens of this text every channel of the head’s output is below 1e-6.',
};

/** The key that receives the largest mean weight, the earliest of equal ones, and that weight. */
export function strongestKey(
  layer: MeasuredLayer,
  head: number,
): { readonly key: number; readonly weight: number } {
  const means = layer.columnMean.subarray(head * layer.tokens, (head + 1) * layer.tokens);
  const weight = means.reduce((most, mean) => Math.max(most, mean), 0);
  return { key: Math.max(means.indexOf(weight), 0), weight };
}

export function flagsOf(layer: MeasuredLayer, head: number): readonly Flag[] {
  const flags: Flag[] = [];
  if (strongestKey(layer, head).weight > SINK) flags.push('sink');
  const off = offShare(layer, head);
  if (off >= SILENT) flags.push('silent');
  else if (off >= MOSTLY_SILENT) flags.push('mostly-silent');
  return flags;
}
