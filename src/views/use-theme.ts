/** Light or dark: what the frame says, what the system prefers, and what the reader chose here. */
import { useState, useSyncExternalStore } from 'react';

export type Theme = 'light' | 'dark';

const darkSystem = '(prefers-color-scheme: dark)';

function watchSystem(changed: () => void): () => void {
  const query = window.matchMedia(darkSystem);
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}

export function useTheme(asked: Theme | 'auto'): [Theme, (theme: Theme) => void] {
  const system = useSyncExternalStore(watchSystem, () => window.matchMedia(darkSystem).matches);
  const [chosen, choose] = useState<Theme | null>(null);
  const given = asked === 'auto' ? (system ? 'dark' : 'light') : asked;
  return [chosen ?? given, choose];
}
