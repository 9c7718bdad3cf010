/** The command line of the exporter. */
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Failure } from './failure.ts';
import type { Stored } from './weights.ts';

export const USAGE = `Usage: npm run -s export -- <checkpoint folder> --out models/<id> [options]

  --out <folder>     the model's folder; its name is the model's id
  --weights f16|f32  how weights are stored (f16 unless said); they are computed with in f32
  --title <text>     the model's name for people (the id unless said)
  --licence <text>   of the weights
  --origin <text>    where the checkpoint comes from (its folder's name unless said)
`;

export interface Command {
  readonly checkpoint: string;
  readonly out: string;
  readonly id: string;
  readonly weights: Stored;
  readonly title: string;
  readonly licence: string;
  readonly origin: string;
}

/** A command that cannot be understood: the reader needs the usage. */
export class BadCommand extends Failure {}

const OPTIONS = {
  out: { type: 'string' },
  weights: { type: 'string', default: 'f16' },
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

/** Throws a `BadCommand`. */
export function parseCommand(args: readonly string[]): Command {
  const { values, positionals } = split(args);
  const { out, weights, licence } = values;
  if (positionals.length !== 1)
    throw new BadCommand(
      `expected one checkpoint folder, got ${positionals.length ? positionals.join(' ') : 'none'}`,
    );
  if (!out) throw new BadCommand('expected --out models/<id>, got none');
  if (weights !== 'f16' && weights !== 'f32')
    throw new BadCommand(`expected f16 or f32 as --weights, got ${weights}`);
  const checkpoint = resolve(positionals[0]);
  const id = basename(resolve(out));
  if (!/^[\w-][\w.-]*$/.test(id))
    throw new BadCommand(`expected letters, digits, ".", "_" or "-" as the model's id, got "${id}"`);
  const { title = id, origin = basename(checkpoint) } = values;
  return { checkpoint, out: resolve(out), id, weights, title, licence, origin };
}
