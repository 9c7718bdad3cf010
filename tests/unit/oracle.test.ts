/** The oracle and the random checkpoints that it is held on: a case by hand, and laws. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { report } from '#metrics';
import { decodeBf16, decodeF16, encodeBf16, encodeF16 } from '#tensor';
import { createTokenizer } from '#tokens';
import { main, shapes, tensorsOf } from '../../models/random/index.ts';
import { type Checkpoint, openCheckpoint } from '../oracle/safetensors.ts';
import { summarise } from '../oracle/summary.ts';
import { forward, type OracleRun } from '../oracle/transformer.ts';

const folder = mkdtempSync(join(tmpdir(), 'softpick-oracle-'));
afterAll(() => rmSync(folder, { recursive: true }));

const said = (stream: 'log' | 'error') => vi.spyOn(console, stream).mockImplementation(() => {});

let made = 0;

async function make(...options: readonly string[]): Promise<string> {
  const out = join(folder, String(made++));
  const log = said('log');
  expect(await main(['--shape', 'toy', ...options, '--out', out])).toBe(0);
  log.mockRestore();
  return out;
}

const ids = [0, ...Array.from('The bee flies anyway.', (letter) => letter.charCodeAt(0))];

/** Largest difference between two arrays of the same length. */
function apart(a: Float64Array, b: Float64Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
}

const sums = ({ tokens, weights }: OracleRun) =>
  weights
    .flat()
    .flatMap((map) =>
      Array.from({ length: tokens }, (_, query) =>
        map.subarray(query * tokens, (query + 1) * tokens).reduce((a, b) => a + b, 0),
      ),
    );

describe('the oracle', () => {
  test('agrees with a case worked out by hand', () => {
    // One layer, one head of two channels, no MLP; q, k and v are the normed input, which has length √2.
    const identity = [1, 0, 0, 1];
    const tensors: Readonly<Record<string, readonly number[]>> = {
      'model.embeddings.weight': [3, 0, 0, 3],
      'model.layers.0.attn_norm.weight': [1, 1],
      ...Object.fromEntries(
        'qkvo'.split('').map((name) => [`model.layers.0.attn.${name}_proj.weight`, identity]),
      ),
      'model.layers.0.mlp_norm.weight': [1, 1],
      ...Object.fromEntries(
        ['gate', 'up', 'down'].map((name) => [`model.layers.0.mlp.${name}_proj.weight`, [0, 0]]),
      ),
      'model.norm.weight': [1, 1],
    };
    const checkpoint = (attn_impl: string): Checkpoint => ({
      config: {
        attn_impl,
        num_hidden_layers: 1,
        num_heads: 1,
        hidden_size: 2,
        norm_eps: 0,
        rope_theta: 10000,
      },
      has: (name) => name in tensors,
      tensor: (name) => ({ shape: [], values: Float32Array.from(tensors[name]) }),
    });
    // Token 1 is turned by one radian: its score with token 0 is −2 sin(1)/√2, with itself 2/√2.
    const [other, self] = [-Math.SQRT2 * Math.sin(1), Math.SQRT2];
    const softmax = forward(checkpoint('naive_attn'), [0, 1]);
    const share = Math.exp(self) / (Math.exp(self) + Math.exp(other));
    expect([...softmax.weights[0][0]].map((w) => w.toFixed(12))).toEqual(
      [1, 0, 1 - share, share].map((w) => w.toFixed(12)),
    );
    // Values are not turned: token 1 gets share · (0, √2) + (1 − share) · (√2, 0).
    expect(softmax.hidden[1][2]).toBeCloseTo((1 - share) * Math.SQRT2, 12);
    expect(softmax.hidden[1][3]).toBeCloseTo(3 + share * Math.SQRT2, 12);

    const softpick = forward(checkpoint('parallel_softpick_attn'), [0, 1]);
    const epsilon = 1e-6 * Math.exp(self);
    const all = Math.exp(self) - 1 + (1 - Math.exp(other)) + epsilon;
    expect(softpick.weights[0][0][3]).toBeCloseTo((Math.exp(self) - 1) / all, 12);
    expect(softpick.weights[0][0][2]).toBe(0);
    expect(softpick.weights[0][0][0]).toBeCloseTo((Math.exp(self) - 1) / (Math.exp(self) - 1 + epsilon), 12);
  });

  test('never lets a later token change what was said of earlier ones', async () => {
    const checkpoint = openCheckpoint(await make());
    const whole = forward(checkpoint, ids);
    const start = forward(checkpoint, ids.slice(0, 9));
    expect(apart(start.logits, whole.logits.slice(0, start.logits.length))).toBeLessThan(1e-12);
  });

  test('gives rows that sum to 1 under softmax, and to less, with zeros, under softpick', async () => {
    const softmax = forward(openCheckpoint(await make('--rule', 'softmax')), ids);
    for (const sum of sums(softmax)) expect(sum).toBeCloseTo(1, 12);
    const softpick = forward(openCheckpoint(await make('--rule', 'softpick')), ids);
    const rows = sums(softpick);
    expect(Math.max(...rows)).toBeLessThan(1);
    expect(Math.min(...rows)).toBeGreaterThanOrEqual(0);
    const { zero, off } = summarise(softpick, ids);
    const cells = (ids.length * (ids.length + 1)) / 2;
    for (const count of zero.flat())
      expect(count / cells).toSatisfy((share: number) => share > 0.2 && share < 0.8);
    expect(Math.max(...off.flat())).toBeLessThan(0.5);
  });

  test('shares key and value heads as if each were repeated for its group of query heads', async () => {
    const shared = openCheckpoint(await make('--kv-heads', '2'));
    const repeated: Checkpoint = {
      ...shared,
      config: { ...shared.config, num_kv_heads: 4 },
      tensor(name) {
        const { shape, values } = shared.tensor(name);
        if (!/[kv]_proj/.test(name)) return { shape, values };
        const half = values.length / 2;
        const [first, second] = [values.subarray(0, half), values.subarray(half)];
        return {
          shape: [64, 64],
          values: Float32Array.from([first, first, second, second].flatMap((v) => [...v])),
        };
      },
    };
    expect(shared.tensor('model.layers.1.attn.k_proj.weight').shape).toEqual([32, 64]);
    expect(apart(forward(shared, ids).logits, forward(repeated, ids).logits)).toBe(0);
  });

  test('takes the embedding as output projection where they are tied', async () => {
    const tied = openCheckpoint(await make('--tied'));
    const untied: Checkpoint = {
      ...tied,
      has: () => true,
      tensor: (name) => tied.tensor(name === 'lm_head.weight' ? 'model.embeddings.weight' : name),
    };
    expect(tied.has('lm_head.weight')).toBe(false);
    expect(apart(forward(tied, ids).logits, forward(untied, ids).logits)).toBe(0);
    expect(
      apart(forward(tied, ids).logits, forward(openCheckpoint(await make()), ids).logits),
    ).toBeGreaterThan(1);
  });

  test('says the same of a run as the report does', async () => {
    const run = forward(openCheckpoint(await make()), ids);
    const told = summarise(run, ids);
    const counts = (of: readonly (readonly number[])[], layer: number) => Uint32Array.from(of[layer]);
    const vocabulary = run.logits.length / run.tokens;
    const whole = report({
      model: 'toy',
      text: '',
      rule: 'softpick',
      heads: run.heads,
      ids,
      precision: 'f32',
      layers: run.weights.map((maps, layer) => ({
        tokens: run.tokens,
        columnMean: Float32Array.from(maps.flatMap((map) => columnMeans(map, run.tokens))),
        rowSumMean: Float32Array.from(told.rowsum[layer]),
        rowSumMin: new Float32Array(run.heads),
        zero: counts(told.zero, layer),
        zero16: counts(told.zero, layer),
        weightMax: new Float32Array(run.heads),
        outputMax: Float32Array.from(told.outmax[layer]),
        off: Float32Array.from(told.off[layer]),
        rowsWithWeight: new Uint32Array(run.heads),
        entropy: new Float32Array(run.heads),
        distance: new Float32Array(run.heads),
        previous: new Float32Array(run.heads),
        self: new Float32Array(run.heads),
      })),
      hidden: run.hidden.map((state, i) => ({ ...told.hid[i], quartiles: [0, 0, 0], ...momentsOf(state) })),
      losses: new Float32Array(ids.length - 1).fill(told.nll),
      lastLogits: Float32Array.from(run.logits.subarray(-vocabulary)),
    });
    expect(whole.kurt).toBeCloseTo(told.kurt, 9);
    expect(whole.nll).toBeCloseTo(told.nll, 6);
    expect([whole.sink02, whole.sink03]).toEqual([told.sink02, told.sink03]);
    expect(whole.top.map(([id]) => id)).toEqual(told.top.map(([id]) => id));
    expect(whole.off).toEqual(told.off);
    expect(whole.zero).toEqual(told.zero);
    told.col0.flat().forEach((weight, i) => {
      expect(whole.col0.flat()[i]).toBeCloseTo(weight, 6);
    });
    whole.strongest.flat().forEach(({ weight }, i) => {
      expect(weight).toBeGreaterThanOrEqual(whole.col0.flat()[i]);
    });
  });
});

function columnMeans(map: Float64Array, tokens: number): number[] {
  const mean = (key: number) =>
    map.filter((_, cell) => cell % tokens === key).reduce((a, b) => a + b, 0) / tokens;
  return Array.from({ length: tokens }, (_, key) => mean(key));
}

function momentsOf(values: Float64Array) {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const sum = (power: number) => values.reduce((total, value) => total + (value - mean) ** power, 0);
  return { count: values.length, mean, m2: sum(2), m3: sum(3), m4: sum(4) };
}

describe('a random checkpoint', () => {
  const embeddings = async (...options: readonly string[]) =>
    openCheckpoint(await make(...options)).tensor('model.embeddings.weight').values;

  test('has as many parameters in the 340M shape as the published ones', () => {
    const tensors = tensorsOf(shapes['340m'], {
      rule: 'softpick',
      gated: false,
      keyHeads: 16,
      tied: false,
    });
    const sizes = tensors.map(({ shape }) => shape.reduce((a, b) => a * b, 1));
    expect(sizes.reduce((a, b) => a + b, 0)).toBe(373_867_520);
    expect(tensors.find(({ name }) => name === 'model.layers.23.mlp.down_proj.weight')?.shape).toEqual([
      1024, 2816,
    ]);
    expect(tensors.at(-1)).toMatchObject({ name: 'lm_head.weight', shape: [32000, 1024] });
  });

  test('is the same for the same seed and different for another', async () => {
    const first = readFileSync(join(await make('--seed', '7'), 'model.safetensors'));
    expect(readFileSync(join(await make('--seed', '7'), 'model.safetensors')).equals(first)).toBe(true);
    expect(readFileSync(join(await make('--seed', '8'), 'model.safetensors')).equals(first)).toBe(false);
  });

  test('has normally distributed weights', async () => {
    const values = Float64Array.from(await embeddings());
    const { count, mean, m2, m3, m4 } = momentsOf(values);
    const deviation = Math.sqrt(m2 / count);
    expect(deviation).toBeCloseTo(2 / 8, 2);
    expect(Math.abs(mean / deviation)).toBeLessThan(0.05);
    expect(Math.abs(m3 / count / deviation ** 3)).toBeLessThan(0.1);
    expect(Math.abs(m4 / count / deviation ** 4 - 3)).toBeLessThan(0.2);
  });

  test('is stored in 16 bits as the f32 one rounded', async () => {
    const exact = await embeddings('--dtype', 'f32');
    expect(await embeddings('--dtype', 'f16')).toEqual(decodeF16(encodeF16(exact)));
    expect(await embeddings('--dtype', 'bf16')).toEqual(decodeBf16(encodeBf16(exact)));
  });

  test('is the same model in several files', async () => {
    const whole = forward(openCheckpoint(await make()), ids);
    const spread = await make('--shards', '3');
    const index = JSON.parse(readFileSync(join(spread, 'model.safetensors.index.json'), 'utf8'));
    expect(new Set(Object.values(index.weight_map)).size).toBe(3);
    expect(apart(forward(openCheckpoint(spread), ids).logits, whole.logits)).toBe(0);
  });

  test('brings a tokenizer of single bytes', async () => {
    const out = await make();
    const json = (name: string) => JSON.parse(readFileSync(join(out, name), 'utf8'));
    const tokenizer = await createTokenizer(json('tokenizer.json'), json('tokenizer_config.json'));
    const text = 'A bee\nzoë \0';
    const bytes = [...new TextEncoder().encode(text)];
    expect(tokenizer.encode(text).map(({ id }) => id)).toEqual([0, ...bytes.map((byte) => byte + 2)]);
  });

  test.each([
    [['--shape', 'huge', '--out', 'x'], 'expected --shape toy|tiny|340m, got huge'],
    [['--shape', 'toy'], 'expected --out <folder>, got none'],
    [['--shape', 'toy', '--out', 'x', '--kv-heads', '3'], 'expected --kv-heads to divide 4 heads, got 3'],
    [['--shape', 'toy', '--out', 'x', '--seed', 'one'], 'expected a whole number above 0 as --seed, got one'],
    [
      ['--shape', 'toy', '--out', 'x', '--rule', 'hardmax'],
      'expected --rule softmax|softpick|rectified|relu-softpick|scaled-softpick|softmax-plus-one|softmax-sink|gated, got hardmax',
    ],
    [['--colour', 'red'], "Unknown option '--colour'"],
  ])('is refused with status 1 for %j', async (args, words) => {
    const error = said('error');
    expect(await main(args)).toBe(1);
    expect(error.mock.calls.join()).toMatch(`random-checkpoint: ${words}`);
    error.mockRestore();
  });

  test('is never written over other files', async () => {
    const out = mkdtempSync(join(folder, 'full-'));
    writeFileSync(join(out, 'thesis.txt'), 'mine');
    const error = said('error');
    expect(await main(['--shape', 'toy', '--out', out])).toBe(1);
    expect(error.mock.calls.join()).toContain('expected a new or an empty folder');
    error.mockRestore();
  });
});
