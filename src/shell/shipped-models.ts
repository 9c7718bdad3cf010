/** The models in `models/`, in the order of tables: by family, then by rule. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rules } from '#attention';
import { type ModelCard, parseCard } from '#engine';

/** The id's first word: models of one family differ in rule, or in how their weights are stored. */
export const familyOf = ({ id }: ModelCard): string => id.split('-')[0];

/** The rule's id, or `gated`, which is not a rule of the row. */
export const kindOf = ({ rule, gated }: ModelCard): string => (gated ? 'gated' : rule);

const kinds = [...rules.map(({ id }) => id as string), 'gated'];

/** SHA-256 over what the card states of its files, as `sha256sum` would print it. */
export function digestOf({ files }: ModelCard): string {
  const lines = files.map(({ path, sha256 }) => `${sha256}  ${path}\n`);
  return createHash('sha256').update(lines.join('')).digest('hex');
}

/** Smaller families first; in a family by the table of rules, and of one rule by id. A folder without a card is no model. */
export async function shippedModels(folder: string): Promise<readonly ModelCard[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const read = names
    .filter((name) => !name.includes('.partial-'))
    .map(async (name) => {
      const path = join(folder, name, 'card.json');
      const bytes = await readFile(path).catch(() => null);
      return bytes && parseCard(bytes, path);
    });
  const cards = (await Promise.all(read)).filter((card) => card !== null);
  const size = (family: string) =>
    Math.min(...cards.filter((card) => familyOf(card) === family).map(({ parameters }) => parameters));
  return cards.sort(
    (a, b) =>
      size(familyOf(a)) - size(familyOf(b)) ||
      familyOf(a).localeCompare(familyOf(b)) ||
      kinds.indexOf(kindOf(a)) - kinds.indexOf(kindOf(b)) ||
      a.id.localeCompare(b.id),
  );
}
