/** The exporter writes a whole folder that says what it holds, or says what is wrong and writes nothing. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseCard } from '#engine';
import { cut, readModel } from '#onnx';
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

const contents = (folder: string) =>
  new Map(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name)).toString('base64')]),
  );

const cardOf = (folder: string) => parseCard(readFileSync(join(folder, 'card.json')), 'card.json');

describe('an exported folder', () => {
  test('has a card that the page accepts, with the size and SHA-256 of every file', async () => {
    const out = join(scratch, 'toy-model');
    expect(await runExport(toy, '--out', out, '--title', 'Toy', '--licence', 'MIT')).toEqual({
      status: 0,
      words: '',
    });
    const card = cardOf(out);
    expect(card).toMatchObject({
      id: 'toy-model',
      title: 'Toy',
      rule: 'softpick',
      layers: 2,
      heads: 4,
      keyHeads: 4,
      headSize: 16,
      hidden: 64,
      vocabulary: 258,
      longest: 512,
      parameters: 2 * 258 * 64 + 2 * (4 * 64 * 64 + 3 * 64 * 176 + 2 * 64) + 64,
      weights: 'f16',
      licence: 'MIT',
      origin: 'toy',
    });
    expect(card.files.map(({ path }) => path.replace(/\.[0-9a-f]{8}\./, '.#.'))).toEqual([
      ...['graph.onnx', 'tokenizer.json', 'tokenizer_config.json', 'rope.#.bin', 'embeddings.#.bin'],
      ...['segment-0.#.bin', 'segment-1.#.bin', 'segment-2.#.bin', 'head.#.bin'],
    ]);
    expect(readdirSync(out).sort()).toEqual([...card.files.map(({ path }) => path), 'card.json'].sort());
    for (const { path, bytes, sha256 } of card.files) {
      const content = readFileSync(join(out, path));
      expect([content.length, createHash('sha256').update(content).digest('hex')]).toEqual([bytes, sha256]);
      if (path.endsWith('.bin')) expect(path).toContain(`.${sha256.slice(0, 8)}.bin`);
    }
    expect(card.bytes).toBe(card.files.reduce((sum, { bytes }) => sum + bytes, 0));
  });

  test('is cut at its operators into the residual stream, qkv and the three last values', async () => {
    const out = join(scratch, 'cut');
    await runExport(toy, '--out', out);
    const { segments, operators } = cut(readModel(readFileSync(join(out, 'graph.onnx'))), ['Softpick']);
    expect(segments.map(({ inputs, outputs }) => [inputs, outputs])).toEqual([
      [['ids'], ['hidden.0', 'layers.0.qkv']],
      [
        ['layers.0.attention', 'hidden.0'],
        ['hidden.1', 'layers.1.qkv'],
      ],
      [
        ['layers.1.attention', 'hidden.1'],
        ['hidden.norm', 'hidden.last', 'logits'],
      ],
    ]);
    expect(operators[0]).toMatchObject({ heads: 4, keyHeads: 4, headSize: 16, scale: 0.25 });
    const own = cardOf(out).files.map(({ path }) => path);
    expect(segments.flatMap(({ files }) => files).filter((path) => !own.includes(path))).toEqual([]);
    expect(segments.map(({ files }) => files.length)).toEqual([2, 1, 2]);
  });

  test('is the same to the byte when made again, with or without shards and their index', async () => {
    const id = 'model';
    const make = async (name: string, ...options: readonly string[]) => {
      const folder = join(scratch, name);
      const checkpoint = await toyCheckpoint(join(folder, 'checkpoint'), ...options);
      if (name === 'no-index') rmSync(join(checkpoint, 'model.safetensors.index.json'));
      const out = join(folder, id);
      expect(await runExport(checkpoint, '--out', out)).toEqual({ status: 0, words: '' });
      return contents(out);
    };
    const one = await make('one');
    expect(await make('again')).toEqual(one);
    expect(await make('sharded', '--shards', '3')).toEqual(one);
    expect(await make('no-index', '--shards', '3')).toEqual(one);
  });

  test('holds the parameters of heads in float32 and needs no buffer that can be computed', async () => {
    const checkpoint = await toyCheckpoint(join(scratch, 'scaled'), '--rule', 'scaled-softpick');
    editHeader(join(checkpoint, 'model.safetensors'), (entries) => {
      const s = entries['model.layers.1.attn.s'];
      expect(s.shape).toEqual([4, 1]);
      return { ...entries, 'model.layers.0.attn.logn': s };
    });
    const out = join(scratch, 'scaled-model');
    expect(await runExport(checkpoint, '--out', out)).toEqual({ status: 0, words: '' });
    const path = readdirSync(out).find((name) => name.startsWith('parameters')) as string;
    const stored = readFileSync(join(out, path));
    // Two layers of four heads, the second at the next multiple of 64 bytes; random ones are about 0.3.
    expect(stored.length).toBe(64 + 16);
    for (const at of [0, 12, 64, 76]) expect(Math.abs(stored.readFloatLE(at) - 0.3)).toBeLessThan(0.5);
    const { operators } = cut(readModel(readFileSync(join(out, 'graph.onnx'))), ['ScaledSoftpick']);
    expect(operators.map(({ parameter }) => parameter)).toEqual(['layers.0.parameter', 'layers.1.parameter']);
  });

  test('keeps a README that was there, and replaces the rest', async () => {
    const out = join(scratch, 'kept');
    mkdirSync(out);
    writeFileSync(join(out, 'README.md'), 'Mine.');
    expect((await runExport(toy, '--out', out)).status).toBe(0);
    const before = readdirSync(out);
    expect((await runExport(toy, '--out', out, '--weights', 'f32')).status).toBe(0);
    expect(readFileSync(join(out, 'README.md'), 'utf8')).toBe('Mine.');
    expect(readdirSync(out)).toHaveLength(before.length);
    expect(cardOf(out).weights).toBe('f32');
    expect(readdirSync(scratch).filter((name) => name.includes('partial'))).toEqual([]);
  });

  test('holds float16 numbers rounded to the nearest, ties to even', async () => {
    const rounded: readonly (readonly [number, number])[] = [
      [1, 0x3c00],
      [-2, 0xc000],
      [1 + 2 ** -11, 0x3c00],
      [1 + 3 * 2 ** -11, 0x3c02],
      [65519, 0x7bff],
      [2 ** -14, 0x0400],
      [2 ** -14 - 2 ** -26, 0x0400],
      [2 ** -24, 0x0001],
      [2 ** -25, 0x0000],
      [3 * 2 ** -25, 0x0002],
      [-(2 ** -25) * 1.0001, 0x8001],
      [0, 0],
    ];
    const checkpoint = join(scratch, 'rounding');
    cpSync(toy, checkpoint, { recursive: true });
    const weights = join(checkpoint, 'model.safetensors');
    editNumbers(
      weights,
      'model.embeddings.weight',
      rounded.map(([value]) => value),
    );
    const out = join(scratch, 'rounded');
    expect(await runExport(checkpoint, '--out', out)).toEqual({ status: 0, words: '' });
    const path = readdirSync(out).find((name) => name.startsWith('embeddings')) as string;
    const bytes = readFileSync(join(out, path));
    expect(rounded.map((_, i) => bytes.readUInt16LE(2 * i))).toEqual(rounded.map(([, bits]) => bits));
  });
});

describe('what is in the place of the new folder', () => {
  test('stays as it was when the export fails', async () => {
    await inTemporaryFolder(async (folder) => {
      const out = join(folder, 'out');
      await runExport(toy, '--out', out);
      const before = contents(out);
      const checkpoint = join(folder, 'checkpoint');
      cpSync(toy, checkpoint, { recursive: true });
      editNumbers(join(checkpoint, 'model.safetensors'), 'model.norm.weight', [Number.POSITIVE_INFINITY]);
      expect((await runExport(checkpoint, '--out', out)).status).toBe(1);
      expect(contents(out)).toEqual(before);
      expect(readdirSync(folder).sort()).toEqual(['checkpoint', 'out']);
    });
  });

  test('is never replaced unless it was exported', async () => {
    await inTemporaryFolder(async (folder) => {
      writeFileSync(join(folder, 'thesis.txt'), 'years of work');
      const { status, words } = await runExport(toy, '--out', folder);
      expect([status, words]).toEqual([
        1,
        `export: expected a new folder or an exported one (with card.json), got other files in ${folder}`,
      ]);
      expect(readdirSync(folder)).toEqual(['thesis.txt']);
    });
  });
});

test('the card of a gated model says so, and no other does', async () => {
  const gated = await toyCheckpoint(join(scratch, 'gated'), '--rule', 'gated');
  const out = join(scratch, 'gated-model');
  expect((await runExport(gated, '--out', out)).status).toBe(0);
  expect(cardOf(out)).toMatchObject({ rule: 'softmax', gated: true });
  const plain = join(scratch, 'plain-model');
  expect((await runExport(toy, '--out', plain)).status).toBe(0);
  expect(cardOf(plain)).not.toHaveProperty('gated');
});

describe('the command', () => {
  test.each([
    [[], 'export: expected one checkpoint folder, got none'],
    [['a', 'b', '--out', 'c'], 'export: expected one checkpoint folder, got a b'],
    [['a'], 'export: expected --out models/<id>, got none'],
    [
      ['a', '--out', 'b', '--weights', 'int2'],
      'export: expected f16, f32, int8, int4 as --weights, got int2',
    ],
    [
      ['a', '--out', 'b c'],
      'export: expected letters, digits, ".", "_" or "-" as the model\'s id, got "b c"',
    ],
  ])('%j is answered with what was expected and the usage', async (args, message) => {
    const { status, words } = await runExport(...args);
    expect(status).toBe(1);
    expect(words.split('\n')[0]).toBe(message);
    expect(words).toContain('Usage: npm run -s export');
  });

  test('says that a checkpoint folder is none', async () => {
    const { status, words } = await runExport('no-such-folder', '--out', join(scratch, 'none'));
    expect(status).toBe(1);
    expect(words).toMatch(/^export: expected a checkpoint folder, got .*no-such-folder$/);
  });

  test('when interrupted leaves nothing behind', async () => {
    await inTemporaryFolder(async (folder) => {
      const checkpoint = await toyCheckpoint(join(folder, 'checkpoint'));
      // 400 MB of zeros, of which the file system stores none.
      const vocabulary = 800_000;
      editJson(join(checkpoint, 'config.json'), { vocab_size: vocabulary });
      const weights = join(checkpoint, 'model.safetensors');
      const size = readFileSync(weights).length;
      const bytes = vocabulary * 64 * 4;
      editHeader(weights, (entries) => {
        const end = Math.max(...Object.values(entries).map(({ data_offsets }) => data_offsets[1]));
        const table = { dtype: 'F32', shape: [vocabulary, 64], data_offsets: [end, end + bytes] as const };
        return { ...entries, 'model.embeddings.weight': table, 'lm_head.weight': table };
      });
      truncateSync(weights, size + bytes + 1000);
      const program = ['src/shell/run.mjs', 'models/export/index.ts'];
      const running = spawn(process.execPath, [...program, checkpoint, '--out', join(folder, 'out')]);
      const ended = new Promise<number | null>((resolve) => running.on('exit', resolve));
      const partial = join(folder, `out.partial-${running.pid}`);
      while (!existsSync(partial) && running.exitCode === null)
        await new Promise((next) => setTimeout(next, 5));
      running.kill('SIGINT');
      expect(await ended).toBe(130);
      expect(readdirSync(folder)).toEqual(['checkpoint']);
    });
  });
});
