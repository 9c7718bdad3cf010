/** The story in one function: a text becomes pieces, a trace and a report. */
import { type ModelCard, type OpenModel, Problem, run, type Trace } from '#engine';
import { type Report, report } from '#metrics';
import { firstTokens, type Piece, type Tokenizer } from '#tokens';
import type { Asked } from './types.ts';

export interface Explained {
  readonly pieces: readonly Piece[];
  readonly trace: Trace;
  readonly report: Report;
}

/** More characters a token than any vocabulary has on average: beyond it, counting tokens is not worth the wait. */
const CHARACTERS_A_TOKEN = 100;

/**
 * Throws `too-long` if the text has more tokens than the model takes, or none. The trace must be released by the
 * caller.
 */
export async function explore(
  model: OpenModel,
  tokenizer: Tokenizer,
  { text, start }: Asked,
  signal?: AbortSignal,
): Promise<Explained> {
  const { card } = model;
  if (text.length > card.longest * CHARACTERS_A_TOKEN)
    throw new Problem(
      'too-long',
      `This text is ${text.length} characters long; ${card.title} takes ${card.longest} tokens at most.`,
    );
  const pieces = tokenizer.encode(text, start);
  if (pieces.length > card.longest)
    throw new Problem(
      'too-long',
      `This text is ${pieces.length} tokens long; ${card.title} takes ${card.longest} at most.`,
    );
  const ids = pieces.map(({ id }) => id);
  const trace = await run(model, ids, signal);
  return {
    pieces,
    trace,
    report: report({ ...trace, model: card.id, text, rule: card.rule, heads: card.heads, ids }),
  };
}

/** The longest beginning of the text that the model takes, cut between two tokens. */
export function cut({ longest }: ModelCard, tokenizer: Tokenizer, { text, start }: Asked): string {
  const counted = text.slice(0, longest * CHARACTERS_A_TOKEN).replace(/[\ud800-\udbff]$/, '');
  return firstTokens(tokenizer, counted, longest, start);
}
