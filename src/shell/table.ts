/** `npm run -s table`: evaluates every shipped model on the held-out texts and writes the numbers into the README. */
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { evaluateFile } from './evaluate-file.ts';
import { holding, readResults, wantedOf, writeResults } from './results.ts';
import { resultsTable } from './results-table.ts';
import { digestOf, shippedModels } from './shipped-models.ts';
import { HELD_OUT, readTexts } from './text-file.ts';

const usage = `usage: npm run -s table -- [--check]

  Evaluates every model of models/ that has changed, and rewrites the table in README.md.
  --check  measures and writes nothing; fails unless everything is as it would be written`;

const README = 'README.md';
const START = '<!-- npm run table -->';
const END = '<!-- end of the table -->';

/** The exit status; what fails is thrown. Each result is written as soon as it is there. */
export async function main(args: readonly string[]): Promise<number> {
  const asked = parse(args);
  if (typeof asked === 'string') {
    console.error(`${asked}\n\n${usage}`);
    return 2;
  }
  const { check } = asked;
  const wanted = wantedOf(await shippedModels('models'));
  const { sha256 } = await readTexts(HELD_OUT);
  const stored = await readResults();
  let results = stored;
  for (const [at, { card, T }] of wanted.entries()) {
    if (holding(wanted, results, sha256)[at]) continue;
    if (check) throw new Error(`shell: expected a result that holds of ${card.id} at ${T} tokens, got none`);
    const found = await evaluateFile({ card, model: card.id, path: HELD_OUT, tokens: T });
    results = [...results, { ...found, card: digestOf(card), heldout: sha256 }];
    results = holding(wanted, results, sha256).filter((result) => result !== undefined);
    await writeResults(results);
    console.log(`${card.id}, ${T} tokens, ${found.texts} texts`);
  }
  const rows = holding(wanted, results, sha256).flatMap((found, at) =>
    found ? [{ card: wanted[at].card, found }] : [],
  );
  const readme = await readFile(README, 'utf8');
  const written = withTable(readme, resultsTable(rows));
  if (check) {
    if (stored.length !== rows.length)
      throw new Error(`shell: expected ${rows.length} results, got ${stored.length}`);
    if (written !== readme)
      throw new Error(`shell: expected the table in ${README} to show the results, got another`);
    return 0;
  }
  await writeResults(rows.map(({ found }) => found));
  await writeFile(README, written);
  return 0;
}

/** The text with the table in place of what stands between its two marks. */
function withTable(readme: string, table: string): string {
  const from = readme.indexOf(START);
  const to = readme.indexOf(END);
  if (from < 0 || to < from) throw new Error(`shell: expected ${START} and ${END} in ${README}, got none`);
  return `${readme.slice(0, from + START.length)}\n\n${table}\n\n${readme.slice(to)}`;
}

/** The arguments, or what is wrong with them. */
function parse(args: readonly string[]) {
  const options = { check: { type: 'boolean', default: false } } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    return `shell: ${error instanceof Error ? error.message : error}`;
  }
}
