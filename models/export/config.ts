/** The `config.json` of an fla `transformer` checkpoint: what it must say, and what we cannot do yet. */
import { type RuleId, rules } from '#attention';
import { Failure, shown } from './failure.ts';

/** Letters: h hidden, H heads, K key/value heads, D head size, I intermediate size, V vocabulary. */
export interface Config {
  readonly rule: RuleId;
  /** Whether the heads' outputs are multiplied by σ of a gate, which `q_proj` gives beside the queries. */
  readonly gated: boolean;
  readonly layers: number;
  readonly hidden: number;
  readonly heads: number;
  readonly keyHeads: number;
  readonly headSize: number;
  readonly intermediate: number;
  readonly vocabulary: number;
  /** Longest input in tokens. */
  readonly longest: number;
  readonly epsilon: number;
  readonly ropeBase: number;
  /** Whether the output projection is the embedding. */
  readonly tied: boolean;
}

/** Of softmax with a gate behind it (Qiu et al. 2025), which is no rule of the row. */
export const GATED: readonly string[] = ['parallel_gated_attn', 'naive_gated_attn'];

/** `attn_impl` → rule; several names are one rule computed in different ways. */
const RULES: ReadonlyMap<string, RuleId> = new Map([
  ...rules.flatMap(({ id, implementations }) => implementations.map((name) => [name, id] as const)),
  ...GATED.map((name) => [name, 'softmax'] as const),
]);

/** Fields that change what the model computes, and the only values that we can follow. */
const REQUIRED: Readonly<Record<string, readonly unknown[]>> = {
  model_type: ['transformer'],
  hidden_act: ['swish', 'silu', undefined],
  elementwise_affine: [true, undefined],
  qkv_bias: [false, null, undefined],
  qk_norm: [false, null, undefined],
  window_size: [null, undefined],
  rope_scaling: [null, undefined],
};

type Fields = Readonly<Record<string, unknown>>;

/** A count, or its default where the field is missing or null. */
function count(fields: Fields, name: string, missing?: number): number {
  const value = fields[name] ?? missing;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  throw new Failure(`config.json: expected a whole number above 0 as ${name}, got ${shown(value)}`);
}

function positive(fields: Fields, name: string, missing: number): number {
  const value = fields[name] ?? missing;
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value;
  throw new Failure(`config.json: expected a number above 0 as ${name}, got ${shown(value)}`);
}

function ruleOf(fields: Fields): RuleId {
  const name = fields.attn_impl;
  const found = RULES.get(String(name));
  if (found) return found;
  throw new Failure(
    `config.json: expected a known attention rule as attn_impl (${[...RULES.keys()].join(', ')}), got ${shown(name)}`,
  );
}

/** As fla does where `intermediate_size` is null: two thirds of ratio × hidden, up to the next multiple of 256. */
function intermediateOf(fields: Fields, hidden: number): number {
  const wanted = Math.trunc((hidden * count(fields, 'hidden_ratio', 4) * 2) / 3);
  return count(fields, 'intermediate_size', Math.ceil(wanted / 256) * 256);
}

/** Throws a `Failure` that names the field. Defaults are those of fla's own configuration. */
export function parseConfig(text: string): Config {
  let fields: Fields;
  try {
    fields = JSON.parse(text);
  } catch {
    throw new Failure(`config.json: expected JSON, got ${shown(text.slice(0, 40))}`);
  }
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields))
    throw new Failure(`config.json: expected an object, got ${shown(text.slice(0, 40))}`);
  for (const [name, allowed] of Object.entries(REQUIRED))
    if (!allowed.includes(fields[name])) {
      const words = allowed.filter((each) => each !== undefined).map(shown);
      throw new Failure(`config.json: expected ${words.join(' or ')} as ${name}, got ${shown(fields[name])}`);
    }
  const rule = ruleOf(fields);
  const hidden = count(fields, 'hidden_size');
  const heads = count(fields, 'num_heads');
  const keyHeads = count(fields, 'num_kv_heads', heads);
  if (hidden % (2 * heads) !== 0)
    throw new Failure(
      `config.json: expected hidden_size to give ${heads} heads of an even size, got ${hidden} / ${heads}`,
    );
  if (count(fields, 'head_dim', hidden / heads) !== hidden / heads)
    throw new Failure(`config.json: expected head_dim to be ${hidden / heads}, got ${fields.head_dim}`);
  if (heads % keyHeads !== 0)
    throw new Failure(`config.json: expected num_kv_heads to divide the ${heads} heads, got ${keyHeads}`);
  const tied = fields.tie_word_embeddings ?? false;
  if (typeof tied !== 'boolean')
    throw new Failure(`config.json: expected true or false as tie_word_embeddings, got ${shown(tied)}`);
  return {
    rule,
    gated: GATED.includes(String(fields.attn_impl)),
    layers: count(fields, 'num_hidden_layers'),
    hidden,
    heads,
    keyHeads,
    headSize: hidden / heads,
    intermediate: intermediateOf(fields, hidden),
    vocabulary: count(fields, 'vocab_size'),
    longest: count(fields, 'max_position_embeddings', 2048),
    epsilon: positive(fields, 'norm_eps', 1e-6),
    ropeBase: positive(fields, 'rope_theta', 10000),
    tied,
  };
}
