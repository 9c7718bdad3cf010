/** A checkpoint that is broken, or not supported yet, is refused in words. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  editHeader,
  editJson,
  editNumbers,
  inTemporaryFolder,
  runExport,
  toyCheckpoint,
} from './export-checkpoints.ts';

let scratch = '';
let toy = '';

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'export-'));
  toy = await toyCheckpoint(join(scratch, 'toy'));
});

afterAll(() => rmSync(scratch, { recursive: true }));

describe('a checkpoint that cannot be exported is refused in words, and nothing is written:', () => {
  const weights = (folder: string) => join(folder, 'model.safetensors');
  const config = (folder: string, changes: Readonly<Record<string, unknown>>) =>
    editJson(join(folder, 'config.json'), changes);
  const key = 'model.layers.1.attn.k_proj.weight';

  const cases: Readonly<Record<string, readonly [(folder: string) => void, string | RegExp]>> = {
    'a missing tensor': [
      (folder) => editHeader(weights(folder), ({ [key]: _, ...rest }) => rest),
      `export: ${key}: expected shape [64, 64], got no such tensor in model.safetensors`,
    ],
    'a wrong shape': [
      (folder) =>
        editHeader(weights(folder), (entries) => ({
          ...entries,
          [key]: { ...entries[key], shape: [32, 128] },
        })),
      `export: ${key}: expected shape [64, 64], got [32, 128] in model.safetensors`,
    ],
    'fewer key heads than config.json says': [
      (folder) => config(folder, { num_kv_heads: 2 }),
      'export: model.layers.0.attn.k_proj.weight: expected shape [32, 64], got [64, 64] in model.safetensors',
    ],
    'an intermediate size that is not the computed one': [
      (folder) => config(folder, { intermediate_size: null }),
      'export: model.layers.0.mlp.gate_proj.weight: expected shape [256, 64], got [176, 64] in model.safetensors',
    ],
    'another type of number': [
      (folder) =>
        editHeader(weights(folder), (entries) => ({ ...entries, [key]: { ...entries[key], dtype: 'I8' } })),
      `export: ${key}: expected F16, BF16 or F32 of shape [64, 64] in model.safetensors, got "I8"`,
    ],
    'a tensor that the model does not have': [
      (folder) =>
        editHeader(weights(folder), (entries) => ({
          ...entries,
          'model.layers.0.attn.q_proj.bias': entries[key],
        })),
      /^export: model\.layers\.0\.attn\.q_proj\.bias: expected only tensors of an fla transformer, /,
    ],
    'a truncated file': [
      (folder) => truncateSync(weights(folder), readFileSync(weights(folder)).length - 10),
      'export: lm_head.weight: expected shape [258, 64] (F32, 66048 bytes), got 66038 bytes in model.safetensors, which is truncated',
    ],
    'a truncated header': [
      (folder) => truncateSync(weights(folder), 500),
      'export: model.safetensors: expected a safetensors header, got a file of 500 bytes that is truncated or none',
    ],
    'a header that is not JSON': [
      (folder) => writeFileSync(weights(folder), Buffer.from([2, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x5b])),
      'export: model.safetensors: expected a header in JSON, got "{["',
    ],
    'a gate that q_proj does not hold': [
      (folder) => config(folder, { attn_impl: 'parallel_gated_attn' }),
      'export: model.layers.0.attn.q_proj.weight: expected shape [128, 64], got [64, 64] in model.safetensors',
    ],
    'sinks that are not there': [
      (folder) => config(folder, { attn_impl: 'gpt_oss_naive_sink' }),
      /^export: model\.layers\.0\.attn\.sinks: expected /,
    ],
    'an unknown rule': [
      (folder) => config(folder, { attn_impl: 'gated_attn' }),
      /^export: config\.json: expected a known attention rule as attn_impl \(parallel_attn, flash_attn, .*naive_gated_attn\), got "gated_attn"$/,
    ],
    'no rule': [(folder) => config(folder, { attn_impl: undefined }), /as attn_impl \(.*\), got nothing$/],
    'biases of q, k and v': [
      (folder) => config(folder, { qkv_bias: true }),
      'export: config.json: expected false or null as qkv_bias, got true',
    ],
    'norms of q and k': [
      (folder) => config(folder, { qk_norm: true }),
      'export: config.json: expected false or null as qk_norm, got true',
    ],
    'a sliding window': [
      (folder) => config(folder, { window_size: 128 }),
      'export: config.json: expected null as window_size, got 128',
    ],
    'scaled rotary embeddings': [
      (folder) => config(folder, { rope_scaling: { type: 'linear', factor: 2 } }),
      /config.json: expected null as rope_scaling/,
    ],
    'heads of a size of their own': [
      (folder) => config(folder, { head_dim: 8 }),
      /config.json: expected head_dim to be 16, got 8/,
    ],
    'another activation': [
      (folder) => config(folder, { hidden_act: 'gelu' }),
      'export: config.json: expected "swish" or "silu" as hidden_act, got "gelu"',
    ],
    'another kind of model': [
      (folder) => config(folder, { model_type: 'llama' }),
      'export: config.json: expected "transformer" as model_type, got "llama"',
    ],
    'heads that do not divide the hidden size': [
      (folder) => config(folder, { num_heads: 5 }),
      'export: config.json: expected hidden_size to give 5 heads of an even size, got 64 / 5',
    ],
    'a count that is none': [
      (folder) => config(folder, { num_hidden_layers: '2' }),
      'export: config.json: expected a whole number above 0 as num_hidden_layers, got "2"',
    ],
    'a config.json that is not JSON': [
      (folder) => writeFileSync(join(folder, 'config.json'), '{"hidden_size": 64,'),
      'export: config.json: expected JSON, got "{\\"hidden_size\\": 64,"',
    ],
    'no config.json': [
      (folder) => rmSync(join(folder, 'config.json')),
      /^export: expected config\.json in .*, got none$/,
    ],
    'no tokenizer': [
      (folder) => rmSync(join(folder, 'tokenizer.json')),
      /^export: expected tokenizer\.json in .*, got none$/,
    ],
    'a broken tokenizer': [
      (folder) => writeFileSync(join(folder, 'tokenizer_config.json'), 'version https'),
      'export: tokenizer_config.json: expected JSON, got "version https"',
    ],
    'no weights': [
      (folder) => rmSync(weights(folder)),
      /^export: expected model\.safetensors in .*, got none$/,
    ],
    'a shard that is missing': [
      (folder) => {
        rmSync(weights(folder));
        const map = { weight_map: { [key]: 'model-00001-of-00002.safetensors' } };
        writeFileSync(join(folder, 'model.safetensors.index.json'), JSON.stringify(map));
      },
      /^export: expected model-00001-of-00002\.safetensors, which model\.safetensors\.index\.json names, in .*, got none$/,
    ],
    'a tensor in two shards': [
      (folder) => {
        for (const name of ['again', 'more']) cpSync(weights(folder), join(folder, `${name}.safetensors`));
        rmSync(weights(folder));
      },
      /: expected in one file, got it in again\.safetensors and more\.safetensors$/,
    ],
    'a number beyond float16': [
      (folder) => editNumbers(weights(folder), key, [1, 65520]),
      `export: ${key}: expected numbers within ±65504 for f16, got 65520 at 1; use --weights f32`,
    ],
    'a number that is none': [
      (folder) => editNumbers(weights(folder), key, [Number.NaN]),
      `export: ${key}: expected finite numbers, got NaN at 0 in model.safetensors`,
    ],
  };

  test.each(Object.entries(cases))('%s', async (_, [spoil, message]) => {
    await inTemporaryFolder(async (folder) => {
      const checkpoint = join(folder, 'checkpoint');
      cpSync(toy, checkpoint, { recursive: true });
      spoil(checkpoint);
      const { status, words } = await runExport(checkpoint, '--out', join(folder, 'out'));
      expect(status).toBe(1);
      if (typeof message === 'string') expect(words).toBe(message);
      else expect(words).toMatch(message);
      expect(words).not.toContain('\n');
      expect(readdirSync(folder)).toEqual(['checkpoint']);
    });
  });

  test.each([
    ['int8', 8319008, 8.4e6],
    ['int4', 327520, 4e5],
  ])('a number whose block has no scale in %s', async (kind, most, value) => {
    await inTemporaryFolder(async (folder) => {
      const checkpoint = join(folder, 'checkpoint');
      cpSync(toy, checkpoint, { recursive: true });
      const refused = async (numbers: readonly number[]) => {
        editNumbers(weights(checkpoint), key, numbers);
        const outcome = await runExport(checkpoint, '--out', join(folder, 'out'), '--weights', kind);
        expect(readdirSync(folder)).toEqual(['checkpoint']);
        return outcome;
      };
      expect(await refused([1, value])).toEqual({
        status: 1,
        words: `export: ${key}: expected numbers within ±${most} for ${kind}, got ${value} at 1; use --weights f32`,
      });
      expect(await refused([1, Number.NaN])).toEqual({
        status: 1,
        words: `export: ${key}: expected finite numbers, got NaN at 1 in model.safetensors`,
      });
    });
  });

  test('a number beyond float16 is exported as float32 where that is asked for', async () => {
    await inTemporaryFolder(async (folder) => {
      const checkpoint = join(folder, 'checkpoint');
      cpSync(toy, checkpoint, { recursive: true });
      editNumbers(weights(checkpoint), key, [1, 65520]);
      expect((await runExport(checkpoint, '--out', join(folder, 'out'), '--weights', 'f32')).status).toBe(0);
    });
  });
});
