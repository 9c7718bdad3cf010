/** The tokenizer's two files: copied into the model's folder, or left in one beside it that several models share. */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Failure, shown } from './failure.ts';
import { statedOf, type WrittenFile, writeWhole } from './weights.ts';

const NAMES = ['tokenizer.json', 'tokenizer_config.json'];

/** Name → bytes, the checkpoint's own. */
export type Tokenizer = ReadonlyMap<string, Uint8Array>;

async function readBytes(folder: string, name: string): Promise<Uint8Array> {
  return await readFile(join(folder, name)).catch(() => {
    throw new Failure(`expected ${name} in ${folder}, got none`);
  });
}

/** Throws a `Failure` unless both files are there and in JSON, and those in `shared` are the same to the byte. */
export async function readTokenizer(checkpoint: string, shared: string | null): Promise<Tokenizer> {
  const files = new Map<string, Uint8Array>();
  for (const name of NAMES) {
    const bytes = await readBytes(checkpoint, name);
    const text = new TextDecoder().decode(bytes);
    try {
      JSON.parse(text);
    } catch {
      throw new Failure(`${name}: expected JSON, got ${shown(text.slice(0, 40))}`);
    }
    if (shared !== null && Buffer.compare(bytes, await readBytes(shared, name)) !== 0)
      throw new Failure(`${name}: expected the same file in ${shared}, got another; leave --tokenizer out`);
    files.set(name, bytes);
  }
  return files;
}

/** Writes both files into `folder`, or says only where the shared ones are. */
export async function writeTokenizer(
  folder: string,
  files: Tokenizer,
  shared: string | null,
): Promise<readonly WrittenFile[]> {
  const written: WrittenFile[] = [];
  for (const [name, bytes] of files) {
    if (shared === null) written.push(await writeWhole(folder, name, bytes));
    else written.push({ path: `../${basename(shared)}/${name}`, ...statedOf(bytes) });
  }
  return written;
}
