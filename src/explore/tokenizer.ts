/** A model's tokenizer, from its own folder or the one that it shares with others. */
import { type ModelCard, type ModelFiles, Problem, pathOf } from '#engine';
import { createTokenizer, type Tokenizer } from '#tokens';

/** Throws `broken-file` if the card lacks either file, or it is not JSON. */
export async function openTokenizer(files: ModelFiles, card: ModelCard): Promise<Tokenizer> {
  const read = async (name: string) => {
    const path = pathOf(card, name);
    const text = new TextDecoder().decode(await files.read(path));
    try {
      return JSON.parse(text) as unknown;
    } catch {
      throw new Problem('broken-file', `${path}: expected JSON, got ${JSON.stringify(text.slice(0, 40))}`);
    }
  };
  return createTokenizer(await read('tokenizer.json'), await read('tokenizer_config.json'));
}
