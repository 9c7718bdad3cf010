/** Silent heads: those without output on nearly every token of this text (the paper's section 7.2, over 5 M tokens). */
import type { MeasuredLayer } from './measured.ts';

/** From this share of tokens without output on, a head is silent. */
export const SILENT = 0.95;

/** Number of silent heads; `off` [L][H] is each head's share of tokens whose output is below 1e-6 in every channel. */
export function silentHeads(off: readonly (readonly number[])[]): number {
  return off.flat().filter((share) => share >= SILENT).length;
}

/** Share of tokens without output, as the quotient of two counts: in f32, 19 of 20 is less than 0.95. */
export function offShare(layer: MeasuredLayer, head: number): number {
  return Math.round(layer.off[head] * layer.tokens) / layer.tokens;
}
