/** Silent heads: those without output on nearly every token of this text (the paper's section 7.2, over 5 M tokens). */
import type { MeasuredLayer } from './measured.ts';

/** From this share of tokens without output on, a head is silent, or over many texts dead. */
export const SILENT = 0.95;
/** From this share on up to the one above, mostly so: our word, not the paper's. */
export const MOSTLY_SILENT = 0.75;

/** Number of silent heads; `off` [L][H] is each head's share of tokens whose output is below 1e-6 in every channel. */
export function silentHeads(off: readonly (readonly number[])[]): number {
  return off.flat().filter((share) => share >= SILENT).length;
}

/** Number of tokens without output: in f32, the share of 19 among 20 is less than 0.95. */
export function offCount(layer: Pick<MeasuredLayer, 'off' | 'tokens'>, head: number): number {
  return Math.round(layer.off[head] * layer.tokens);
}

/** Share of tokens without output, as the quotient of two counts. */
export function offShare(layer: Pick<MeasuredLayer, 'off' | 'tokens'>, head: number): number {
  return offCount(layer, head) / layer.tokens;
}
