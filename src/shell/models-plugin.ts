/**
 * Puts the models into the site: `models/index.json` and each card's files, served in dev and copied at build. A file
 * that several models share lies in a folder beside theirs, and is in the site once.
 */
import { createReadStream, existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { dirname, join, posix, resolve } from 'node:path';
import type { Plugin } from 'vite';

/** The part of a model card that this file needs. */
interface Card {
  readonly id: string;
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
}

const ALONGSIDE = ['card.json', 'README.md'];

/** As the page's reader of cards has it: a name in the model's folder, or `../`, a folder beside it and a name there. */
const PATH = /^(?:\.\.\/[\w-][\w.-]*\/)?[\w-][\w.-]*$/;

export function modelsPlugin(): Plugin {
  let root = '';
  let into = '';
  return {
    name: 'models',
    configResolved(config) {
      root = resolve(config.root, 'models');
      into = resolve(config.root, config.build.outDir, 'models');
    },
    configureServer(server) {
      server.middlewares.use('/models', (request, response, next) => {
        const [path, query] = (request.url ?? '/').slice(1).split('?');
        if (query) return next();
        answer(root, decodeURIComponent(path ?? ''), request.method === 'HEAD', response, next).catch(next);
      });
    },
    writeBundle: async () => copyModels(root, into),
  };
}

/** The cards in `models/`, by folder name; a folder without a card is no model. */
async function readCards(root: string): Promise<readonly Card[]> {
  const folders = (await readdir(root, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const cards = folders
    .map(({ name }) => name)
    .filter((name) => !name.includes('.partial-'))
    .sort()
    .map((name) => readCard(root, name));
  return (await Promise.all(cards)).filter((card) => card !== null);
}

async function readCard(root: string, id: string): Promise<Card | null> {
  const text = await readFile(join(root, id, 'card.json'), 'utf8').catch(() => null);
  if (text === null) return null;
  const card = JSON.parse(text) as Card;
  if (card.id !== id)
    throw new Error(`shell: expected models/${id}/card.json to have the id "${id}", got "${card.id}"`);
  const wrong = card.files.find(({ path }) => !PATH.test(path));
  if (wrong)
    throw new Error(
      `shell: expected names in the model's folder or one beside it in models/${id}/card.json, got "${wrong.path}"`,
    );
  return card;
}

/** Where a model's files lie in `models/`. */
const placesOf = ({ id, files }: Card) =>
  [...ALONGSIDE, ...files.map(({ path }) => path)].map((path) => posix.join(id, path));

/** Answers 404 itself: the dev server would otherwise send the page in place of a missing file. */
async function answer(
  root: string,
  path: string,
  headOnly: boolean,
  response: ServerResponse,
  next: () => void,
): Promise<void> {
  if (path === 'index.json') {
    response.setHeader('Content-Type', 'application/json');
    response.end(headOnly ? undefined : JSON.stringify(await readCards(root)));
    return;
  }
  const places = (await readCards(root)).flatMap(placesOf);
  const found = places.includes(path) ? await stat(join(root, path)).catch(() => null) : null;
  if (found) {
    response.setHeader(
      'Content-Type',
      path.endsWith('.json') ? 'application/json' : 'application/octet-stream',
    );
    response.setHeader('Content-Length', found.size);
    if (headOnly) response.end();
    else createReadStream(join(root, path)).pipe(response);
  } else if (/\.[cm]?[jt]sx?$/.test(path)) {
    next();
  } else {
    response.statusCode = 404;
    response.end(`no file ${path} in models`);
  }
}

/** Throws on a file whose size is not its card's: the page would refuse it anyway, but only at the reader's. */
async function copyModels(root: string, into: string): Promise<void> {
  const cards = await readCards(root);
  await mkdir(into, { recursive: true });
  await writeFile(join(into, 'index.json'), JSON.stringify(cards));
  for (const card of cards)
    for (const { path, bytes } of card.files) {
      const { size } = await stat(join(root, card.id, path));
      if (size !== bytes)
        throw new Error(`shell: expected models/${card.id}/${path} to have ${bytes} bytes, got ${size}`);
    }
  for (const place of new Set(cards.flatMap(placesOf))) {
    // A model card is its author's to write, or not.
    if (posix.basename(place) === 'README.md' && !existsSync(join(root, place))) continue;
    await mkdir(dirname(join(into, place)), { recursive: true });
    await copyFile(join(root, place), join(into, place));
  }
}
