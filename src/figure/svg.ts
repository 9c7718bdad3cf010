/** SVG as text: elements, escaped, in the order in which they are drawn. */

export type Attributes = Readonly<Record<string, string | number | undefined>>;

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Characters that XML 1.0 cannot hold at all become U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .replace(/[&<>"]/g, (character) => escapes[character])
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd');
}

/** Numbers to a hundredth; what is undefined is left out. */
export function element(name: string, attributes: Attributes, content: readonly string[] = []): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => {
      const text = typeof value === 'number' ? String(Math.round(value * 100) / 100) : String(value);
      return ` ${key}="${escapeXml(text)}"`;
    })
    .join('');
  return content.length ? `<${name}${written}>${content.join('')}</${name}>` : `<${name}${written}/>`;
}

/** Text whose baseline is at `y`. */
export function label(x: number, y: number, text: string, attributes: Attributes = {}): string {
  return element('text', { x, y, ...attributes }, [escapeXml(text)]);
}

export interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** What the picture shows, for those who do not see it. */
  readonly description: string;
  readonly ink: string;
  readonly page: string;
}

/** A whole file. Fonts are those of the machine that shows it. */
export function document(
  { width, height, title, description, ink, page }: Sheet,
  content: readonly string[],
): string {
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      fill: ink,
      'font-family': 'system-ui, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
      'font-size': 11,
    },
    [
      element('title', {}, [escapeXml(title)]),
      element('desc', {}, [escapeXml(description)]),
      element('rect', { width, height, fill: page }),
      ...content,
    ],
  );
}
