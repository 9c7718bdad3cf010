/** A model's folder on the disk, read as the page reads it from a site: every file checked against the card. */
import { createHash } from 'node:crypto';
import { access, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type ModelCard, type ModelFiles, parseCard } from '#engine';

/** Opens `models/<name>`, or else the folder of that path; throws if neither holds a card. */
export async function openModelFolder(name: string): Promise<ModelFiles> {
  const candidates = [join('models', name), resolve(name)];
  for (const folder of candidates) if (await holdsCard(folder)) return filesIn(folder);
  throw new Error(
    `shell: expected the id of a model or an exported folder, got "${name}" (no card.json in it)`,
  );
}

const holdsCard = (folder: string) =>
  access(join(folder, 'card.json')).then(
    () => true,
    () => false,
  );

async function filesIn(folder: string): Promise<ModelFiles> {
  const bytes = await readFile(join(folder, 'card.json'));
  const card = parseCard(bytes, join(folder, 'card.json'));
  return { read: async (path) => (path === 'card.json' ? bytes : readChecked(folder, card, path)) };
}

async function readChecked(folder: string, card: ModelCard, path: string): Promise<Uint8Array> {
  const stated = card.files.find((file) => file.path === path);
  if (!stated)
    throw new Error(`shell: expected ${path} among the files of ${join(folder, 'card.json')}, got none`);
  const bytes = await readFile(join(folder, path)).catch(() => null);
  if (!bytes) throw new Error(`shell: expected ${join(folder, path)}, got no such file`);
  if (bytes.length !== stated.bytes)
    throw new Error(
      `shell: expected ${join(folder, path)} to have ${stated.bytes} bytes, got ${bytes.length}`,
    );
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== stated.sha256)
    throw new Error(
      `shell: expected ${join(folder, path)} to have the SHA-256 ${stated.sha256}, got ${sha256}`,
    );
  return bytes;
}
