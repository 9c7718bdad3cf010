/** `npm run -s inspect -- --model <id or folder> --text "…"`: one model's report on one text, without a browser. */
import { text as readAll } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { parseCard } from '#engine';
import { inspect, openTokenizer } from '#explore';
import { openModelFolder } from './model-folder.ts';
import { reportText } from './report-text.ts';

const usage = `usage: npm run -s inspect -- --model <id or folder> --text <text> [--no-start] [--json]

  --model     the name of a folder in models/, or the path of an exported folder
  --text      the text; - reads it from standard input, less the newline at its end
  --no-start  leave out the token that the tokenizer puts in front of every text, such as <s>
  --json      print the report as JSON and nothing else`;

/** The exit status: 2 for arguments that make no question; what fails later is thrown. */
export async function main(args: readonly string[]): Promise<number> {
  const asked = parse(args);
  if (typeof asked === 'string') {
    console.error(`${asked}\n\n${usage}`);
    return 2;
  }
  const folder = await openModelFolder(asked.model);
  const text = asked.text === '-' ? await readText() : asked.text;
  const found = await inspect(folder, { text, start: asked.start });
  if (asked.json) {
    console.log(JSON.stringify(found.report));
  } else {
    const card = parseCard(await folder.read('card.json'), 'card.json');
    const tokenizer = await openTokenizer(folder, card);
    console.log(reportText(found, (id) => tokenizer.piece(id).visible));
  }
  return 0;
}

/** Files and commands end their last line, which is no part of the text. */
async function readText(): Promise<string> {
  return (await readAll(process.stdin)).replace(/\r?\n$/, '');
}

/** The arguments, or what is wrong with them. */
function parse(args: readonly string[]) {
  const options = {
    model: { type: 'string' },
    text: { type: 'string' },
    'no-start': { type: 'boolean' },
    json: { type: 'boolean' },
  } as const;
  try {
    const { model, text, json, ...more } = parseArgs({ args: [...args], options }).values;
    if (!model) return 'shell: expected --model, got none';
    if (text === undefined) return 'shell: expected --text, got none';
    return { model, text, start: !more['no-start'], json: json ?? false };
  } catch (error) {
    return `shell: ${error instanceof Error ? error.message : error}`;
  }
}
