/** The command line of the random checkpoint. */
import { parseArgs } from 'node:util';
import { type RuleId, rules } from '#attention';
import type { NumberType } from '../export/half.ts';
import { type Shape, shapes } from './shapes.ts';

/** What `--rule` may be: a rule, or softmax with a gate behind it. */
const kinds: Readonly<Record<string, RuleId>> = Object.fromEntries([
  ...rules.map(({ id }) => [id, id]),
  ['gated', 'softmax'],
]);

const USAGE = `Usage: npm run -s random-checkpoint -- --shape tiny|toy|340m --out <folder> [options]

  --rule <rule>            the attention rule (softpick unless said):
                           ${Object.keys(kinds).join(', ')}
  --seed <number>          equal seeds give equal weights (1 unless said)
  --dtype f16|bf16|f32     how weights are stored (f32 unless said)
  --kv-heads <number>      fewer key/value heads than heads
  --tied                   the output projection is the embedding
  --shards <number>        files that the weights are spread over (1 unless said)`;

export interface Command {
  readonly shape: Shape;
  readonly rule: RuleId;
  /** softmax with a gate behind it. */
  readonly gated: boolean;
  readonly seed: number;
  readonly dtype: NumberType;
  readonly keyHeads: number;
  readonly tied: boolean;
  readonly shards: number;
  readonly out: string;
}

const OPTIONS = {
  shape: { type: 'string' },
  rule: { type: 'string', default: 'softpick' },
  seed: { type: 'string', default: '1' },
  dtype: { type: 'string', default: 'f32' },
  'kv-heads': { type: 'string' },
  tied: { type: 'boolean', default: false },
  shards: { type: 'string', default: '1' },
  out: { type: 'string' },
} as const;

const refused = (why: string) => new Error(`random-checkpoint: ${why}\n\n${USAGE}`);

const refusal = (expected: string, got: unknown) => refused(`expected ${expected}, got ${got ?? 'none'}`);

/** Throws one error that names the first option that is not as expected, and all that there are. */
export function parseCommand(args: readonly string[]): Command {
  const values = split(args);
  const shape = pick('--shape', shapes, values.shape);
  const keyHeads = count('--kv-heads', values['kv-heads'] ?? String(shape.heads));
  if (shape.heads % keyHeads !== 0) throw refusal(`--kv-heads to divide ${shape.heads} heads`, keyHeads);
  if (!values.out) throw refusal('--out <folder>', values.out);
  return {
    shape,
    rule: pick('--rule', kinds, values.rule),
    gated: values.rule === 'gated',
    seed: count('--seed', values.seed),
    dtype: pick('--dtype', { f16: 'F16', bf16: 'BF16', f32: 'F32' } as const, values.dtype),
    keyHeads,
    tied: values.tied,
    shards: count('--shards', values.shards),
    out: values.out,
  };
}

function split(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw refused((error as Error).message);
  }
}

function pick<Value>(option: string, from: Readonly<Record<string, Value>>, name: string | undefined): Value {
  if (name !== undefined && Object.hasOwn(from, name)) return from[name];
  throw refusal(`${option} ${Object.keys(from).join('|')}`, name);
}

function count(option: string, written: string): number {
  const value = Number(written);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw refusal(`a whole number above 0 as ${option}`, written);
}
