/** A file of texts on the disk. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { textsOf } from '#explore';

/** The extract that comes with the project. */
export const HELD_OUT = 'models/heldout/heldout.txt';

export interface TextFile {
  readonly texts: readonly string[];
  /** Of the file, lower-case hexadecimal. */
  readonly sha256: string;
}

/** Throws if there is no such file, it is not UTF-8 or there is no text in it. */
export async function readTexts(path: string): Promise<TextFile> {
  const bytes = await readFile(path).catch(() => null);
  if (!bytes) throw new Error(`shell: expected a file of texts, got "${path}", which cannot be read`);
  const texts = textsOf(decode(bytes, path));
  if (texts.length === 0) throw new Error(`shell: expected texts in ${path}, got none`);
  return { texts, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function decode(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Error(`shell: expected UTF-8 in ${path}, got other bytes`);
  }
}
