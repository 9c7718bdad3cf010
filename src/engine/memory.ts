/** What a run takes of memory: how q and k are kept, and what is said where there is not enough. */
import type { Precision } from '#attention';
import type { OutOfMemory } from '#gpu';
import type { Cut } from '#onnx';
import { batchOf } from './gpu-states.ts';
import { Problem } from './problem.ts';

/**
 * So much may q and k of all layers take in f32; longer texts keep them rounded, in half of it. 2700 tokens of
 * 24 layers with 16 heads of 64: beside such a model's own 1.5 GB, a graphics card of 4 GB has room for little more.
 */
export const MOST_F32_BYTES = 512 * 2 ** 20;

const MB = 2 ** 20;

/** Buffers are rounded up by an eighth at most, and the survey of a long text takes a quarter: rather too few tokens. */
const SLACK = 3 / 2;

type Operators = Cut['operators'];

/** q and k of all layers. */
function keptBytes(operators: Operators, tokens: number, precision: Precision): number {
  const numbers = operators.reduce(
    (sum, { heads, keyHeads, headSize }) => sum + tokens * (heads + keyHeads) * headSize,
    0,
  );
  return numbers * (precision === 'f16' ? 2 : 4);
}

/** How q and k of a text are kept, if at `most` so many bytes of them may be f32. */
export function precisionFor(operators: Operators, tokens: number, most: number): Precision {
  return keptBytes(operators, tokens, 'f32') > most ? 'f16' : 'f32';
}

/** One attempt at a text. */
export interface Attempt {
  readonly operators: Operators;
  readonly tokens: number;
  readonly precision: Precision;
  /** Numbers of a hidden state for each token. */
  readonly hidden: number;
  /** Bytes that the machine held before. */
  readonly before: number;
}

/** All that a run asks of the machine: q, k, M, ℓ and row sums of all layers, one output, hidden states. */
function bytesOf({ operators, tokens, precision, hidden }: Attempt): number {
  const rows = operators.reduce((sum, { heads }) => sum + 3 * heads, 0);
  const output = Math.max(...operators.map(({ heads, headSize }) => heads * headSize));
  const rest = 4 * tokens * (rows + output) + batchOf(tokens * hidden).bytes;
  return SLACK * (keptBytes(operators, tokens, precision) + rest);
}

/** Two digits say as much as is known. */
function roundedDown(tokens: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(tokens)) - 1);
  return Math.floor(tokens / unit) * unit;
}

/** What a single buffer holds grows as the tokens do; what a run had when it failed is about all that there was. */
function tokensThatFit({ asked, held, most }: OutOfMemory, attempt: Attempt): number {
  let tokens = attempt.tokens - 1;
  if (most !== null) tokens = Math.floor((attempt.tokens * most) / asked);
  else while (tokens > 0 && bytesOf({ ...attempt, tokens }) > held - attempt.before) tokens -= 1;
  return roundedDown(Math.max(tokens, 1));
}

/** An allocation of ours that failed in a run, in words. */
export function shortage(error: OutOfMemory, attempt: Attempt): Problem {
  const { label, asked, held, most } = error;
  const fit = tokensThatFit(error, attempt);
  const wanted = `${Math.ceil(asked / MB)} MiB for its ${label}`;
  const had =
    most === null
      ? `beside ${Math.ceil(held / MB)} MiB in use, and got none`
      : `in one piece, of which this device gives ${Math.floor(most / MB)} MiB at most`;
  const fitting = fit > 1 ? `About ${fit} tokens would fit.` : 'A much shorter one may fit.';
  return new Problem(
    'out-of-memory',
    `This text of ${attempt.tokens} tokens asked for ${wanted} ${had}. ${fitting}`,
  );
}
