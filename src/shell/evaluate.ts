/** `npm run -s evaluate -- --model <id or folder> --tokens T`: what many texts say of a model, without a browser. */
import { access, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { parseCard } from '#engine';
import { evaluateFile } from './evaluate-file.ts';
import { evaluationText } from './evaluation-text.ts';
import { openModelFolder } from './model-folder.ts';
import { HELD_OUT } from './text-file.ts';

const usage = `usage: npm run -s evaluate -- --model <id or folder> --tokens <T> [--texts <file>] [--json <file>] [--jobs <n>]

  --model   the name of a folder in models/, or the path of an exported folder
  --tokens  how many tokens of each text are measured, the <s> in front included; shorter texts are skipped
  --texts   documents separated by a line that holds only U+241E, or else one document a line (${HELD_OUT} unless said)
  --json    write the numbers as JSON into this file; - prints them and nothing else
  --jobs    processes side by side (as many as there are cores unless said)`;

/** The exit status: 2 for arguments that make no question; what fails later is thrown. */
export async function main(args: readonly string[]): Promise<number> {
  const asked = parse(args);
  if (typeof asked === 'string') return refuse(asked);
  const { json, tokens, ...rest } = asked;
  const card = parseCard(await (await openModelFolder(asked.model)).read('card.json'), 'card.json');
  if (tokens < 2 || tokens > card.longest)
    return refuse(`shell: expected 2 to ${card.longest} as --tokens for ${card.id}, got ${tokens}`);
  if (json !== undefined && json !== '-')
    await access(dirname(json)).catch(() => {
      throw new Error(`shell: expected a folder for ${json}, got none`);
    });
  const found = await evaluateFile({ ...rest, tokens, card });
  const text = `${JSON.stringify(found, null, 2)}\n`;
  if (json === '-') {
    process.stdout.write(text);
  } else {
    if (json !== undefined) await writeFile(json, text);
    console.log(evaluationText(found));
  }
  return 0;
}

function refuse(why: string): number {
  console.error(`${why}\n\n${usage}`);
  return 2;
}

const options = {
  model: { type: 'string' },
  texts: { type: 'string', default: HELD_OUT },
  tokens: { type: 'string' },
  json: { type: 'string' },
  jobs: { type: 'string' },
} as const;

/** The arguments, or what is wrong with them. */
function parse(args: readonly string[]) {
  try {
    const { model, texts, tokens, json, jobs } = parseArgs({ args: [...args], options }).values;
    if (!model) return 'shell: expected --model, got none';
    if (!tokens) return 'shell: expected --tokens, got none';
    for (const [name, value] of Object.entries({ tokens, jobs }))
      if (value !== undefined && !/^[1-9]\d{0,8}$/.test(value))
        return `shell: expected a whole number above 0 as --${name}, got ${value}`;
    return { model, path: texts, tokens: Number(tokens), json, jobs: jobs ? Number(jobs) : undefined };
  } catch (error) {
    return `shell: ${error instanceof Error ? error.message : error}`;
  }
}
