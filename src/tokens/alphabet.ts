/** From a token as the vocabulary spells it to the UTF-8 bytes that it stands for. */

const utf8 = new TextEncoder();

/** Bytes that a byte-level vocabulary spells as the character of that code: printable ones without space. */
const printable = (byte: number) =>
  (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);

/** Character → byte; the other 68 bytes are spelt U+0100, U+0101, … in order (Radford et al. 2019, GPT-2). */
const byteOf: ReadonlyMap<string, number> = new Map(spellings());

function* spellings(): Generator<[character: string, byte: number]> {
  let next = 0x100;
  for (let byte = 0; byte < 256; byte++) yield [String.fromCharCode(printable(byte) ? byte : next++), byte];
}

/** `Ġa` → 20 61; characters outside the alphabet stand for themselves. */
export function fromByteLevel(token: string): Uint8Array {
  return Uint8Array.from(
    [...token].flatMap((character) => byteOf.get(character) ?? [...utf8.encode(character)]),
  );
}

/** `▁a` → 20 61, `<0xE5>` → E5 (Kudo and Richardson 2018, SentencePiece with byte fallback). */
export function fromSentencePiece(token: string): Uint8Array {
  const [, byte] = token.match(/^<0x([0-9A-F]{2})>$/) ?? [];
  return byte ? Uint8Array.of(Number.parseInt(byte, 16)) : utf8.encode(token.replaceAll('▁', ' '));
}
