/** The command line of the exporter. */
import { basename, dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Failure } from './failure.ts';
import type { Stored } from './matrices.ts';

export const USAGE = `Usage: npm run -s export -- <checkpoint folder> --out models/<id> [options]

  --out <folder>     the model's folder; its name is the model's id
  --weights f16|f32|int8|int4
                     how weights are stored (f16 unless said); inputs and sums are f32 with any of them
  --tokenizer <folder>
                     beside the model's folder, for models that share one: its tokenizer is used and not copied
  --title <text>     the model's name for people (the id unless said)
  --licence <text>   of the weights
  --origin <text>    where the checkpoint comes from (its folder's name unless said)
`;

export interface Command {
  readonly checkpoint: string;
  readonly out: string;
  readonly id: string;
  readonly weights: Stored;
  /** The folder of the shared tokenizer, or null. */
  readonly tokenizer: string | null;
  readonly title: string;
  readonly licence: string;
  readonly origin: string;
}

/** A command that cannot be understood: the reader needs the usage. */
export class BadCommand extends Failure {}

const STORED = ['f16', 'f32', 'int8', 'int4'] as const;

const isStored = (word: string): word is Stored => STORED.some((each) => each === word);

const OPTIONS = {
  out: { type: 'string' },
  weights: { type: 'string', default: 'f16' },
  tokenizer: { type: 'string' },
  title: { type: 'string' },
  licence: { type: 'string', default: 'not stated' },
  origin: { type: 'string' },
} as const;

function split(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new BadCommand((error as Error).message);
  }
}

/** What a folder that a site offers may be called. */
const NAME = /^[\w-][\w.-]*$/;

function sharedOf(folder: string | undefined, out: string): string | null {
  if (folder === undefined) return null;
  const path = resolve(folder);
  if (dirname(path) === dirname(out) && path !== out && NAME.test(basename(path))) return path;
  throw new BadCommand(`expected a folder beside ${out} as --tokenizer, got ${folder}`);
}

/** Throws a `BadCommand`. */
export function parseCommand(args: readonly string[]): Command {
  const { values, positionals } = split(args);
  const { out, weights, licence } = values;
  if (positionals.length !== 1)
    throw new BadCommand(
      `expected one checkpoint folder, got ${positionals.length ? positionals.join(' ') : 'none'}`,
    );
  if (!out) throw new BadCommand('expected --out models/<id>, got none');
  if (!isStored(weights)) throw new BadCommand(`expected ${STORED.join(', ')} as --weights, got ${weights}`);
  const checkpoint = resolve(positionals[0]);
  const id = basename(resolve(out));
  if (!NAME.test(id))
    throw new BadCommand(`expected letters, digits, ".", "_" or "-" as the model's id, got "${id}"`);
  const { title = id, origin = basename(checkpoint) } = values;
  return {
    ...{ checkpoint, out: resolve(out), id, weights, tokenizer: sharedOf(values.tokenizer, resolve(out)) },
    ...{ title, licence, origin },
  };
}
