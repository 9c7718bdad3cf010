/** What the tokens are coloured by: one number a token, or none. */
import type { Spec } from '#share';
import type { Answer } from '#state';

/** [T]; null for a token that has none: the other tokens that a query or a key cannot see, and the first one's loss. */
export type TokenValues = readonly (number | null)[];

/** [T] weights of one query on every key up to it. */
export function valuesOfQuery(row: Float32Array, query: number): TokenValues {
  return Array.from(row, (weight, key) => (key <= query ? weight : null));
}

/** [T] weights of every query from the key on, on that key. */
export function valuesOfKey(column: Float32Array, keyed: number): TokenValues {
  return Array.from(column, (weight, query) => (query >= keyed ? weight : null));
}

/** [T] nats; the first token is predicted by nothing. */
export function valuesOfLoss({ losses }: Answer): TokenValues {
  return [null, ...losses];
}

/** Nats of one token; null for the first. */
export function lossOf({ losses }: Answer, token: number): number | null {
  return losses[token - 1] ?? null;
}

/** The largest of all losses, so that a colour is the same number in each; 1 where there is none. */
export function largestLoss(answers: readonly Answer[]): number {
  const largest = answers.flatMap(({ losses }) => losses).reduce((a, b) => Math.max(a, b), 0);
  return largest || 1;
}

/** The cell that a chosen token leads to, which the map can show: a query with a key that it sees, or the reverse. */
export function cellOfToken(
  strip: Spec['strip'],
  token: number,
  last: number,
  cell: { readonly query: number; readonly keyed: number } | null,
): { readonly query: number; readonly keyed: number } {
  if (strip !== 'key') return { query: token, keyed: cell && cell.keyed <= token ? cell.keyed : 0 };
  return { query: cell && cell.query >= token ? cell.query : last, keyed: token };
}
