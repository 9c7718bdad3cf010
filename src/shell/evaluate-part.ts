/** One process of `evaluate`: measures every `of`-th text and prints its record, one line of JSON each. */
import { evaluate } from '#explore';
import { openModelFolder } from './model-folder.ts';
import { readTexts } from './text-file.ts';

/** `args`: model, file of texts, tokens, part, of; all have been checked by who started this. */
export async function main([model, path, tokens, part, of]: readonly string[]): Promise<number> {
  const { texts } = await readTexts(path);
  const share = { part: Number(part), of: Number(of) };
  for await (const record of evaluate(await openModelFolder(model), texts, Number(tokens), share))
    console.log(JSON.stringify(record));
  return 0;
}
