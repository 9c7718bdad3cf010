/** Text inside a link: every text survives, and English stays readable. */

const utf8 = new TextEncoder();
/** A byte order mark is text like any other. */
const fromUtf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Safe anywhere in a fragment, though `encodeURIComponent` escapes them. */
const readable = /%(?:2C|3A|3B|2F|3F|40|24)/g;

const escaped = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

/**
 * Spaces as `+`; lone surrogates become U+FFFD. Brackets, and at the end all but letters and digits, are escaped:
 * programs that find links in running text cut them off.
 */
export function escapeText(text: string): string {
  return encodeURIComponent(fromUtf8.decode(utf8.encode(text)))
    .replace(/%20(?!$)/g, '+')
    .replace(readable, decodeURIComponent)
    .replace(/[()*~]/g, escaped)
    .replace(/[^A-Za-z0-9]$/, escaped);
}

/** Undoes `escapeText`; `+` and `%20` are both spaces, and what is no escape stays as it is. */
export function unescapeText(written: string): string {
  return written
    .replace(/\+/g, ' ')
    .replace(/(?:%[0-9a-f]{2})+/gi, (escapes) =>
      fromUtf8.decode(Uint8Array.from(escapes.slice(1).split('%'), (byte) => Number.parseInt(byte, 16))),
    );
}

/** The first `%` that no two hexadecimal digits follow, with what does follow. */
export function brokenEscape(written: string): string | undefined {
  return written.match(/%(?![0-9a-f]{2}).{0,2}/i)?.[0];
}
