/** One tokenizer for several models: the exporter refers to it, the card's reader allows it, the site offers it once. */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, createServer } from 'vite';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { parseCard, pathOf } from '#engine';
import { createAccount, createLibrary, inspect } from '#explore';
import { openModelFolder } from '../../src/shell/model-folder.ts';
import { modelsPlugin } from '../../src/shell/models-plugin.ts';
import { serve } from '../serve/index.ts';
import { runExport, toyCheckpoint } from './export-checkpoints.ts';

const NAMES = ['tokenizer.json', 'tokenizer_config.json'];
let root = '';
let checkpoint = '';
const models = (...path: readonly string[]) => join(root, 'models', ...path);

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'shared-'));
  checkpoint = await toyCheckpoint(join(root, 'checkpoint'));
  await mkdir(models('words'), { recursive: true });
  for (const name of NAMES) await cp(join(checkpoint, name), models('words', name));
  for (const id of ['one', 'other'])
    expect(await runExport(checkpoint, '--out', models(id), '--tokenizer', models('words'))).toEqual({
      status: 0,
      words: '',
    });
});

afterAll(() => rm(root, { recursive: true }));

const cardOf = async (id: string) => parseCard(await readFile(models(id, 'card.json')), id);

test('a model exported with it names its files and does not copy them', async () => {
  const card = await cardOf('one');
  expect(card.files.slice(0, 3).map(({ path }) => path)).toEqual([
    'graph.onnx',
    ...NAMES.map((name) => `../words/${name}`),
  ]);
  expect(NAMES.map((name) => pathOf(card, name))).toEqual(NAMES.map((name) => `../words/${name}`));
  expect((await readdir(models('one'))).filter((name) => name.includes('tokenizer'))).toEqual([]);
  expect(card.bytes).toBe(card.files.reduce((sum, { bytes }) => sum + bytes, 0));
});

test('the command line reads it from beside the model', async () => {
  const { pieces } = await inspect(await openModelFolder(models('one')), { text: 'bee', start: true });
  expect(pieces.map(({ text }) => text)).toEqual(['<s>', 'b', 'e', 'e']);
});

describe('the exporter refuses', () => {
  test.each([
    [
      'another folder than one beside the model',
      '..',
      /^export: expected a folder beside .*third as --tokenizer/,
    ],
    ['a folder without the files', 'models/one', /^export: expected tokenizer\.json in .*one, got none$/],
  ])('%s', async (_, folder, words) => {
    const outcome = await runExport(checkpoint, '--out', models('third'), '--tokenizer', join(root, folder));
    expect(outcome.status).toBe(1);
    expect(outcome.words.split('\n')[0]).toMatch(words);
  });

  test('a tokenizer that is not the same to the byte', async () => {
    await mkdir(models('near'));
    onTestFinished(() => rm(models('near'), { recursive: true }));
    for (const name of NAMES) await cp(join(checkpoint, name), models('near', name));
    const config = await readFile(models('near', NAMES[1]), 'utf8');
    await writeFile(models('near', NAMES[1]), `${config}\n`);
    const { status, words } = await runExport(
      checkpoint,
      ...['--out', models('third'), '--tokenizer', models('near')],
    );
    expect(status).toBe(1);
    expect(words).toMatch(
      /^export: tokenizer_config\.json: expected the same file in .*near, got another; leave --tokenizer out$/,
    );
    expect(await readdir(models())).not.toContain('third');
  });
});

test.each([
  ...[
    '..',
    '../tokenizer.json',
    '../../words/tokenizer.json',
    '../words/../tokenizer.json',
    'words/tokenizer.json',
  ],
  ...[
    '/tokenizer.json',
    '../words/',
    '.tokenizer',
    '../.words/tokenizer.json',
    '..\\words\\tokenizer.json',
    '',
  ],
])('a card may not name a file as %j', async (path) => {
  const text = await readFile(models('one', 'card.json'), 'utf8');
  const card = new TextEncoder().encode(text.replace('../words/tokenizer.json', path.replace('\\', '\\\\')));
  expect(() => parseCard(card, 'card.json')).toThrow(/^card\.json: expected /);
});

test('two models that ask for it at the same time, or one after the other, ask the site once', async () => {
  const served = await serve(root);
  onTestFinished(served.close);
  await writeFile(models('index.json'), JSON.stringify([await cardOf('one'), await cardOf('other')]));
  const library = createLibrary(`${served.url}models/`, createAccount());
  const [one, other] = await library.cards();
  expect(library.wanted(one)[1].url).toBe(library.wanted(other)[1].url);
  const read = await Promise.all(
    [one, other].map((card) => library.files(card).read(pathOf(card, 'tokenizer.json'))),
  );
  expect(read[0]).toBe(read[1]);
  expect(served.requests.get('models/words/tokenizer.json')).toBe(1);
});

describe('the site', () => {
  test('in development serves what some card names, and nothing else of models', async () => {
    const vite = await createServer({
      ...{ root, configFile: false, logLevel: 'silent', plugins: [modelsPlugin()] },
      server: { middlewareMode: true, hmr: false, ws: false },
    });
    const server = createHttpServer(vite.middlewares);
    onTestFinished(async () => {
      server.close();
      await vite.close();
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}/models/`;
    const status = async (path: string) => (await fetch(at + path)).status;
    expect(await status('words/tokenizer.json')).toBe(200);
    expect(await status('one/graph.onnx')).toBe(200);
    expect(await status('one/tokenizer.json')).toBe(404);
    expect(await status('words/README.md')).toBe(404);
    expect(await status('one/..%2F..%2Fcheckpoint/config.json')).toBe(404);
    const text = await (await fetch(`${at}words/tokenizer.json`)).text();
    expect(text).toBe(await readFile(join(checkpoint, 'tokenizer.json'), 'utf8'));
  });

  test('as built holds it once, with models that have no card for people too', async () => {
    await writeFile(join(root, 'index.html'), '<!doctype html><title>A site</title>');
    await build({ root, configFile: false, logLevel: 'silent', plugins: [modelsPlugin()] });
    const folders = await readdir(join(root, 'dist/models'), { recursive: true });
    expect(folders.filter((path) => path.includes('tokenizer')).sort()).toEqual(
      NAMES.map((name) => join('words', name)),
    );
    expect(folders).toContain(join('other', 'graph.onnx'));
  });
});
