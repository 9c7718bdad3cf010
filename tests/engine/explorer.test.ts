/** The explorer in one place: two models on one machine, and what can be asked of both answers together. */
import { beforeAll, expect, test } from 'vitest';
import { type HeadPlace, palettes } from '#attention';
import { download, type Machine, type ModelFiles, openBrowserMachine } from '#engine';
import {
  type Answer,
  type AnswerPicture,
  createAccount,
  createLocalExplorer,
  type Library,
  type LocalExplorer,
} from '#explore';
import { makeModel } from '../bench/frame/model.ts';
import { pixelsOf } from '../kernels/pictures.ts';

/** Random weights of two head sizes, with the tokenizer of the shipped models. */
const models = [
  { id: 'narrow', shape: { layers: 2, hidden: 64, heads: 4 } },
  { id: 'wide', shape: { layers: 3, hidden: 64, heads: 2 } },
].map(({ id, shape }) => {
  const { card, files } = makeModel({ ...shape, intermediate: 96, vocabulary: 8192, longest: 64 });
  const read: ModelFiles['read'] = async (path) =>
    path.startsWith('tokenizer')
      ? new Uint8Array(await (await fetch(`/models/tokenizer/${path}`)).arrayBuffer())
      : files.read(path);
  const tokenizer = ['tokenizer.json', 'tokenizer_config.json'].map((path) => ({
    path,
    bytes: 0,
    sha256: '',
  }));
  return { card: { ...card, id, files: [...card.files, ...tokenizer] }, files: { read } };
});

const modelOf = (id: string) => {
  const found = models.find(({ card }) => card.id === id);
  if (!found) throw new Error(`tests: expected narrow or wide, got ${id}`);
  return found;
};

const library: Library = {
  cards: async () => models.map(({ card }) => card),
  card: async (id) => modelOf(id).card,
  wanted: () => [],
  files: ({ id }) => modelOf(id).files,
};

let machine: Machine;
let explorer: LocalExplorer;
let answers: readonly [Answer, Answer];

beforeAll(async () => {
  machine = await openBrowserMachine((file) => download(file), true);
  explorer = createLocalExplorer(library, createAccount(), async () => machine);
  answers = [await ask(0, 'A bee flies.'), await ask(1, 'A bee flies.')];
});

const ask = (pane: number, text: string) =>
  explorer.ask(
    { pane, panes: 2, model: models[pane].card.id, text, start: true },
    { signal: new AbortController().signal, onProgress: () => undefined },
  );

/** The difference from a head of the second answer or of the first itself, a cell a pixel. */
function differenceOf(tokens: number, own: HeadPlace, minus: HeadPlace & { serial?: number }): AnswerPicture {
  const place = { left: 0, top: 0, width: tokens, height: tokens };
  const all = [0, tokens] as const;
  const tile = { ...own, minus, ...place, queries: all, keys: all, limit: 0.5 };
  return { width: tokens, height: tokens, tiles: [tile], scale: 'linear', palette: palettes.warm.light };
}

/** Place of each visible cell's colour among the differences, −128 to 128 and 0 for exactly none. */
async function placesOf(bitmap: ImageBitmap | null): Promise<readonly number[]> {
  if (!bitmap) throw new Error('tests: expected a picture, got none');
  const { colours, zero } = palettes.warm.light.difference;
  const places = new Map([[zero.join(), 0]]);
  for (let n = 0; n < 256; n++)
    places.set(colours.subarray(3 * n, 3 * n + 3).join(), n < 128 ? n - 128 : n - 127);
  const data = pixelsOf(bitmap);
  const side = bitmap.width;
  return Array.from({ length: side * side }, (_, at) => at)
    .filter((at) => at % side <= Math.floor(at / side))
    .map((at) => places.get(data.subarray(4 * at, 4 * at + 3).join()) ?? Number.NaN);
}

/** The same from the numbers: all rows of one head less those of another. */
async function expectedOf(own: HeadPlace, minus: HeadPlace & { serial: number }): Promise<readonly number[]> {
  const { T } = answers[0].report;
  const places: number[] = [];
  for (let query = 0; query < T; query++) {
    const [row, other] = await Promise.all([
      explorer.row(answers[0].serial, own.layer, own.head, query),
      explorer.row(minus.serial, minus.layer, minus.head, query),
    ]);
    for (let key = 0; row && other && key <= query; key++) {
      const difference = Math.fround(row[key] - other[key]);
      const steps = Math.floor((127 * Math.min(0.5, Math.abs(difference))) / 0.5 + 0.5);
      places.push(Math.sign(difference) * (1 + steps));
    }
  }
  return places;
}

test('a head is drawn less a head of the other pane’s model, or of its own', async () => {
  const [first, second] = answers;
  const { T } = first.report;
  expect(T).toBe(second.report.T);
  expect(T).toBeGreaterThan(4);
  for (const [own, minus] of [
    [
      { layer: 1, head: 3 },
      { serial: second.serial, layer: 2, head: 1 },
    ],
    [
      { layer: 0, head: 2 },
      { serial: first.serial, layer: 1, head: 0 },
    ],
  ] as const) {
    const got = await placesOf(await explorer.picture(first.serial, differenceOf(T, own, minus)));
    const expected = await expectedOf(own, minus);
    expect(new Set(expected).size).toBeGreaterThan(2);
    expect(got.length).toBe(expected.length);
    for (const [at, place] of got.entries()) expect(Math.abs(place - expected[at])).toBeLessThanOrEqual(1);
  }
  const own = differenceOf(T, { layer: 0, head: 2 }, { layer: 1, head: 0 });
  const named = differenceOf(T, { layer: 0, head: 2 }, { serial: first.serial, layer: 1, head: 0 });
  const [a, b] = [await explorer.picture(first.serial, own), await explorer.picture(first.serial, named)];
  expect(await placesOf(a)).toEqual(await placesOf(b));
});

test('a layer that its model has not, or another number of tokens, is refused in words', async () => {
  const [first, second] = answers;
  const { T } = first.report;
  const own = { layer: 0, head: 0 };
  await expect(
    explorer.picture(first.serial, differenceOf(T, own, { serial: second.serial, layer: 3, head: 0 })),
  ).rejects.toThrow('engine: expected layer from 0 to 2, got 3');
  await expect(explorer.picture(first.serial, differenceOf(T, own, { layer: 2, head: 0 }))).rejects.toThrow(
    'engine: expected layer from 0 to 1, got 2',
  );
  const longer = await ask(1, 'A bee flies away.');
  await expect(
    explorer.picture(first.serial, differenceOf(T, own, { serial: longer.serial, layer: 0, head: 0 })),
  ).rejects.toThrow(
    `attention: expected a difference of heads with as many tokens, got ${T} and ${longer.report.T}`,
  );
  const gone = differenceOf(T, own, { serial: second.serial, layer: 0, head: 0 });
  expect(await explorer.picture(first.serial, gone)).toBeNull();
});

test('the edges of a map are the sums of its rows and the means of its columns', async () => {
  const [{ serial, report }] = answers;
  const edges = await explorer.edges(serial, 1, 2);
  if (!edges) throw new Error('tests: expected edges, got none');
  expect([edges.rowSums.length, edges.columnMeans.length]).toEqual([report.T, report.T]);
  for (let at = 0; at < report.T; at++) {
    const [row, column] = [await explorer.row(serial, 1, 2, at), await explorer.column(serial, 1, 2, at)];
    const sum = (weights: Float32Array | null) => weights?.reduce((all, each) => all + each, 0);
    expect(sum(row)).toBeCloseTo(edges.rowSums[at], 5);
    expect(sum(column)).toBeCloseTo(edges.columnMeans[at] * report.T, 5);
  }
  expect(await explorer.edges(serial - 99, 1, 2)).toBeNull();
  expect(await explorer.column(serial - 99, 1, 2, 0)).toBeNull();
});
