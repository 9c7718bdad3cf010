/**
 * Checkpoints of every supported kind, exported and run whole, agree with the float64 oracle on the checkpoint; those
 * in 8 and 4 bits with the oracle on the values that the exported blocks stand for.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rules } from '#attention';
import { openExported } from '../oracle/blocks.ts';
import { openCheckpoint } from '../oracle/safetensors.ts';
import { forward } from '../oracle/transformer.ts';
import { oddCheckpoint, runExport, toyCheckpoint } from './export-checkpoints.ts';
import { largestGap, openWhole, runtimes } from './whole-runtimes.ts';

let scratch = '';

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'whole-'));
});

afterAll(() => rmSync(scratch, { recursive: true }));

/** Twelve tokens, and one alone: a map of one cell. */
const texts = [[0, 33, 7, 250, 99, 33, 34, 35, 0, 12, 257, 5], [42]];

type Weights = 'f16' | 'f32' | 'int8' | 'int4';

const kinds: Readonly<Record<string, readonly [checkpoint: readonly string[], weights: Weights]>> = {
  'float32, untied': [[], 'f32'],
  'softmax, tied': [['--rule', 'softmax', '--tied'], 'f32'],
  'bfloat16 as float32': [['--dtype', 'bf16'], 'f32'],
  'float16 as float16, tied': [['--dtype', 'f16', '--tied'], 'f16'],
  'float16 as float32': [['--dtype', 'f16'], 'f32'],
  'two key heads for four heads': [['--kv-heads', '2'], 'f32'],
  'one key head for four heads, softmax': [['--kv-heads', '1', '--rule', 'softmax'], 'f32'],
  'three shards': [['--shards', '3', '--seed', '5'], 'f32'],
  '8 bits, untied': [[], 'int8'],
  '8 bits, tied, softmax': [['--tied', '--rule', 'softmax'], 'int8'],
  '8 bits, two key heads, gated': [['--kv-heads', '2', '--rule', 'gated'], 'int8'],
  '8 bits of sizes that no block divides': [['odd'], 'int8'],
  '8 bits of sizes that no block divides, tied': [['odd', '--tied'], 'int8'],
  '4 bits, untied, three shards': [['--shards', '3'], 'int4'],
  '4 bits, tied, of bfloat16': [['--tied', '--dtype', 'bf16'], 'int4'],
  '4 bits, one key head, sinks': [['--kv-heads', '1', '--rule', 'softmax-sink'], 'int4'],
  '4 bits of sizes that no block divides': [['odd'], 'int4'],
  '4 bits of sizes that no block divides, tied': [['odd', '--tied'], 'int4'],
  ...Object.fromEntries(
    [...rules.map(({ id }) => id), 'gated'].map((rule) => [
      `${rule} on two key heads`,
      [['--rule', rule, '--kv-heads', '2', '--seed', '7'], 'f32'] as const,
    ]),
  ),
};

describe.each(Object.entries(kinds))('%s', (name, [options, weights]) => {
  test('computes what the checkpoint does', async () => {
    const folder = join(scratch, name.replaceAll(/\W+/g, '-'));
    const place = join(folder, 'checkpoint');
    const checkpoint = options.includes('odd')
      ? oddCheckpoint(place, { tied: options.includes('--tied') })
      : await toyCheckpoint(place, ...options);
    const out = join(folder, 'model');
    expect(await runExport(checkpoint, '--out', out, '--weights', weights)).toEqual({ status: 0, words: '' });
    const named = ['layers.0.weights', 'layers.1.weights', 'hidden.0', 'hidden.1'];
    const means = weights.startsWith('int') ? openExported(checkpoint, out) : openCheckpoint(checkpoint);
    const wanted = texts.map((ids) => forward(means, ids));
    for (const runtime of Object.keys(runtimes) as (keyof typeof runtimes)[]) {
      const run = await openWhole(runtime, out, named);
      for (const [text, want] of wanted.entries()) {
        const got = await run(texts[text]);
        for (const [layer, maps] of want.weights.entries()) {
          const weights = maps.flatMap((map) => [...map]);
          expect(largestGap(got[`layers.${layer}.weights`], weights)).toBeLessThanOrEqual(2e-5);
        }
        const states = [got['hidden.0'], got['hidden.1'], got['hidden.last'], got['hidden.norm']];
        for (const [i, state] of states.entries())
          expect(largestGap(state, want.hidden[i])).toBeLessThanOrEqual(1e-4);
        expect(largestGap(got.logits, want.logits)).toBeLessThanOrEqual(1e-3);
      }
    }
  });
});
