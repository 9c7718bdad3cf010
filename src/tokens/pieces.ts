/** A token as the page shows it. */
export interface Piece {
  readonly id: number;
  /** The characters it stands for; special tokens by their name. */
  readonly text: string;
  /** Leading space ·, newline ↵, tab ⇥, a broken byte <0xE5>. */
  readonly visible: string;
  readonly special: boolean;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const marks: Readonly<Record<string, string>> = { ' ': '·', '\n': '↵', '\t': '⇥' };

const hexadecimal = (byte: number) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`;

/** Bytes → characters; a byte that is part of no whole character is written `<0xE5>`. */
export function textOf(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = characterAt(bytes, at);
    text += length ? utf8.decode(bytes.subarray(at, at + length)) : hexadecimal(bytes[at]);
    at += length || 1;
  }
  return text;
}

/** Length in bytes of the whole character that starts there, or 0. */
function characterAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at];
  const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  try {
    utf8.decode(bytes.subarray(at, at + length));
    return length;
  } catch {
    return 0;
  }
}

/** The same with white space and control characters to be seen. */
export function visibleOf(text: string): string {
  return text.replace(
    /[\p{Cc} ]/gu,
    (character) => marks[character] ?? controlPicture(character.charCodeAt(0)),
  );
}

/** ␍ for a carriage return, ␡ for delete; the codes from 0x80 on have no picture. */
function controlPicture(code: number): string {
  return String.fromCharCode(code < 0x20 ? 0x2400 + code : code === 0x7f ? 0x2421 : code);
}
