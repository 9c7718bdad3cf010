/** Flags: what is worth a second look in a head, from what one text measured. */
import type { MeasuredLayer } from './measured.ts';
import { MOSTLY_SILENT, offShare, SILENT } from './silent-heads.ts';

/** In the order in which they are listed. */
export const flags = ['sink', 'silent', 'mostly-silent'] as const;

export type Flag = (typeof flags)[number];

const SINK = 0.3;

/** In fewer tokens a head that attends evenly to all it may see exceeds 0.2: (1 + 1/2 + … + 1/T)/T > 0.2 up to T = 17. */
export const shortestForSinks = 18;

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
  const found: Flag[] = [];
  if (strongestKey(layer, head).weight > SINK) found.push('sink');
  const off = offShare(layer, head);
  if (off >= SILENT) found.push('silent');
  else if (off >= MOSTLY_SILENT) found.push('mostly-silent');
  return found;
}
