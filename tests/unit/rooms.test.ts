/** The plan of the house: which room may import which, and how large and how named its files may be. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, extname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** Room → the doors and packages that it may import. `node:` is for programs and for models, which run in Node. */
const table: Readonly<Record<string, readonly string[]>> = {
  'src/tensor': [],
  'src/gpu': [],
  'src/tokens': ['@huggingface/transformers'],
  'src/onnx': ['onnx-buf', '@bufbuild/protobuf'],
  'src/attention': ['#tensor', '#gpu'],
  'src/words': [],
  'src/metrics': ['#tensor', '#words'],
  'src/figure': ['#words', '#attention', 'd3'],
  'src/engine': ['#tensor', '#gpu', '#onnx', '#attention', 'onnxruntime-web'],
  'src/share': ['#attention', '#metrics'],
  'src/explore': ['#tokens', '#engine', '#metrics', '#share'],
  'src/state': ['#share', '#explore', 'zustand'],
  'src/views': [
    '#tensor',
    '#words',
    '#attention',
    '#metrics',
    '#share',
    '#state',
    '#figure',
    'react',
    'react-dom',
    'd3',
  ],
  'src/embed': ['#share', '#explore', '#state', '#views'],
  'src/shell': [
    ...['#tensor', '#gpu', '#tokens', '#onnx', '#attention', '#metrics', '#engine', '#share', '#explore'],
    ...['#words', 'node', 'vite', 'playwright'],
  ],
  'src/main.tsx': [
    ...['#explore', 'src/explore/worker.ts', '#share', '#state', '#views', 'react', 'react-dom', 'zustand'],
  ],
  models: ['#onnx', '#attention', 'node'],
};

/** Folders that tools make, and hidden ones but .ci. */
const made = (name: string) =>
  ['node_modules', 'dist', 'artefacts'].includes(name) || /^\.(?!ci$)/.test(name);

function filesUnder(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return made(entry.name) ? [] : filesUnder(path);
    return [path];
  });
}

const all = filesUnder('.');
const code = all.filter((path) => /^(src|models|tests)\//.test(path) && /\.(tsx?|mjs|wgsl)$/.test(path));
const read = (path: string) => readFileSync(join(root, path), 'utf8');

function roomOf(path: string): string {
  const parts = path.split('/');
  return parts[0] === 'models' ? 'models' : parts.slice(0, 2).join('/');
}

/** `from '…'`, `import '…'`, `import('…')` and `new URL('…', import.meta.url)`. */
function importsOf(path: string): readonly string[] {
  const patterns = [
    /(?:\bfrom|\bimport|\bimport\()\s*'([^'\n]+)'/g,
    /\bnew URL\(\s*'([^'\n]+)',\s*import\.meta\.url/g,
  ];
  const found = patterns.flatMap((pattern) => [...read(path).matchAll(pattern)]);
  return found.map((match) => (match[1] ?? '').replace(/\?.*$/, ''));
}

/** The door or package that an import goes to, or null if it stays in the room. */
function targetOf(path: string, specifier: string): string | null {
  if (specifier.startsWith('node:')) return 'node';
  if (specifier.startsWith('#')) return specifier;
  if (!specifier.startsWith('.')) {
    return specifier
      .split('/')
      .slice(0, specifier.startsWith('@') ? 2 : 1)
      .join('/');
  }
  const target = join(dirname(path), specifier);
  const stays = roomOf(target) === roomOf(path) || (path === 'src/main.tsx' && target.endsWith('.css'));
  return stays ? null : relative('.', target);
}

test('a room imports only what the table allows it, and other rooms only by their door', () => {
  const wrong = code
    .filter((path) => !path.startsWith('tests/') && !path.endsWith('.wgsl'))
    .flatMap((path) =>
      importsOf(path)
        .map((specifier) => targetOf(path, specifier))
        .filter((target) => target !== null && !(table[roomOf(path)] ?? []).includes(target))
        .map((target) => `${path} imports ${target}`),
    );
  expect(wrong).toEqual([]);
});

test('every folder and file of src has its place in the table', () => {
  const known = all.filter((path) => path.startsWith('src/') && !/^src\/[^/]+\.css$/.test(path));
  expect(known.filter((path) => !(roomOf(path) in table))).toEqual([]);
});

test('a file has at most 300 lines, a kernel at most 100', () => {
  const lines = (path: string) => read(path).split('\n').length - 1;
  // A language is one file, however much there is to say.
  const counted = code.filter((path) => !/^src\/words\/[a-z]+\.ts$/.test(path));
  expect(counted.filter((path) => lines(path) > (extname(path) === '.wgsl' ? 100 : 300))).toEqual([]);
});

test('a folder is named for what it holds', () => {
  const vague = /(^|\/)(utils?|lib|common|helpers?)\//;
  expect(all.filter((path) => vague.test(path))).toEqual([]);
});

test('no file names a package registry or a place on one machine', () => {
  const texts = all.filter((path) =>
    /\.(tsx?|m?js|wgsl|css|html|md|json|webmanifest|svg)$|\.ci\/|\.npmrc$/.test(path),
  );
  const checked = texts.filter((path) => !/^models\/.*tokenizer/.test(path) && !/\/golden\//.test(path));
  const foreign = /registry\.[\w.-]+\.(org|com)|"resolved"\s*:|(^|[\s"'`(=])\/(work|home|root|Users)\/\w/m;
  expect(checked.filter((path) => foreign.test(read(path)))).toEqual([]);
});
