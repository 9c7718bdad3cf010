/** A model folder's tokenizer. */
import { type ModelFiles, Problem } from '#engine';
import { createTokenizer, type Tokenizer } from '#tokens';

/** Throws `broken-file` if either file is not JSON. */
export async function openTokenizer(files: ModelFiles): Promise<Tokenizer> {
  const read = async (path: string) => {
    const text = new TextDecoder().decode(await files.read(path));
    try {
      return JSON.parse(text) as unknown;
    } catch {
      throw new Problem('broken-file', `${path}: expected JSON, got ${JSON.stringify(text.slice(0, 40))}`);
    }
  };
  return createTokenizer(await read('tokenizer.json'), await read('tokenizer_config.json'));
}
