/** How the page is framed: the part of the address that its embedder sets, and a reader does not. */

export type Theme = 'light' | 'dark' | 'auto';

export interface Frame {
  /** Only the panes are shown. */
  readonly embed: boolean;
  readonly theme: Theme;
  /** BCP 47; null where the reader's browser is asked. */
  readonly language: string | null;
}

/** From a query string, with or without its `?`; `embed`, `embed=1` and `embed=true` embed, unknown themes are `auto`. */
export function parseFrame(search: string): Frame {
  const query = new URLSearchParams(search);
  const embed = query.get('embed');
  const theme = query.get('theme');
  return {
    embed: embed !== null && ['', '1', 'true'].includes(embed),
    language: query.get('lang') || null,
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
  };
}
