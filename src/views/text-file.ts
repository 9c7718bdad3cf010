/** The text of a file that the reader opened or dropped, or why it is not taken. */
import type { Words } from '#words';

/** Bytes; more text than any model takes. */
const LARGEST = 1e6;

export interface NotTaken {
  readonly why: keyof Words['notTaken'];
  readonly name: string;
}

export type TextFile = { readonly text: string } | NotTaken;

const refuse = (why: NotTaken['why'], name: string): NotTaken => ({ why, name });

/** Plain text in UTF-8, without its byte order mark, lines ended as a text box ends them. */
export async function readTextFile(files: readonly File[]): Promise<TextFile> {
  const [file] = files;
  if (!file || files.length > 1) return refuse('many', '');
  if (!/\.txt$/i.test(file.name) && file.type !== 'text/plain') return refuse('type', file.name);
  if (file.size > LARGEST) return refuse('size', file.name);
  const bytes = await file.arrayBuffer().catch(() => null);
  if (!bytes) return refuse('broken', file.name);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { text: text.replace(/\r\n?/g, '\n') };
  } catch {
    return refuse('encoding', file.name);
  }
}
