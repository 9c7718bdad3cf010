/** From one file to its texts. */

/** A line that holds only SYMBOL FOR RECORD SEPARATOR. */
const separator = /^␞$/m;

/**
 * Documents separated by a line holding only U+241E; in a file without such a line, one document a line. The ends of
 * the lines before and after a separator, and that of the file's last line, are part of no document. Empty documents
 * are left out.
 */
export function textsOf(file: string): readonly string[] {
  const texts = separator.test(file)
    ? file
        .split(separator)
        .map((text, at) => (at === 0 ? text : text.replace(/^\r?\n/, '')).replace(/\r?\n$/, ''))
    : file.split(/\r?\n/);
  return texts.filter((text) => text.trim() !== '');
}
