/** The beginning of a text, cut between two of its pieces. */
import type { Tokenizer } from './tokenizer.ts';

/** A character that is cut through is left out. */
const decode = (bytes: readonly Uint8Array[]) =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes.flatMap((each) => [...each])), {
    stream: true,
  });

/**
 * The text up to the last of its first `most` pieces, that token included which the tokenizer puts in front; all of it
 * if there are no more. It never has more than `most` pieces: where the shortened text is cut otherwise than the whole,
 * more is left out.
 */
export function firstTokens(tokenizer: Tokenizer, text: string, most: number, start: boolean): string {
  const pieces = tokenizer.encode(text, start);
  if (pieces.length <= most) return text;
  const added = tokenizer.encode('', start).length;
  // Special tokens that the text itself spells out stand for their names there.
  const bytes = pieces.map(({ id, text: name, special }, index) =>
    special && index >= added ? new TextEncoder().encode(name) : tokenizer.bytes(id),
  );
  // SentencePiece begins every text with a space of its own.
  const inFront = decode(bytes).length - text.length;
  for (let kept = most; kept > 0; kept--) {
    const beginning = text.slice(0, Math.max(0, decode(bytes.slice(0, kept)).length - inFront));
    if (tokenizer.encode(beginning, start).length <= most) return beginning;
  }
  return '';
}
