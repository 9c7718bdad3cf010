/** The models that a site offers, over HTTP, with one account of the bytes. */
import {
  download,
  type FileWanted,
  fetchFile,
  type ModelCard,
  type ModelFiles,
  Problem,
  parseCard,
} from '#engine';
import type { Progress } from './types.ts';

/** Bytes over all files that anyone waits for; starts afresh when nothing is left to wait for. */
export interface Account {
  /** Says that these files will be fetched; returns what to call when nobody waits for them any more. */
  expect(files: readonly FileWanted[]): () => void;
  /** Whoever asks for a file that is on its way gets the same bytes. */
  fetch(file: FileWanted): Promise<Uint8Array<ArrayBuffer>>;
  watch(listener: (progress: Progress) => void): () => void;
}

export function createAccount(): Account {
  const files = new Map<string, { bytes: number; loaded: number; waiting: number }>();
  const listeners = new Set<(progress: Progress) => void>();
  /** What is on its way: models that share a file may ask for it at the same time. */
  const fetching = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
  let network = false;
  const tell = () => {
    const all = [...files.values()];
    const progress = {
      loaded: all.reduce((sum, file) => sum + file.loaded, 0),
      total: all.reduce((sum, file) => sum + file.bytes, 0),
      network,
    };
    for (const listener of listeners) listener(progress);
  };
  return {
    expect(wanted) {
      for (const { url, bytes } of wanted) {
        const entry = files.get(url) ?? { bytes, loaded: 0, waiting: 0 };
        entry.waiting += 1;
        files.set(url, entry);
      }
      tell();
      let open = true;
      return () => {
        if (!open) return;
        open = false;
        for (const { url } of wanted) {
          const entry = files.get(url);
          if (entry) entry.waiting -= 1;
        }
        if ([...files.values()].some(({ waiting }) => waiting > 0)) return;
        files.clear();
        network = false;
      };
    },
    fetch(file) {
      const found = fetching.get(file.url);
      if (found) return found;
      const arriving = download(file, {
        onBytes(bytes, fromNetwork) {
          const entry = files.get(file.url);
          if (!entry) return;
          entry.loaded = bytes;
          network ||= fromNetwork;
          tell();
        },
      }).finally(() => fetching.delete(file.url));
      fetching.set(file.url, arriving);
      return arriving;
    },
    watch(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

export interface Library {
  cards(): Promise<readonly ModelCard[]>;
  /** Throws `no-model` with the names that there are. */
  card(id: string): Promise<ModelCard>;
  wanted(card: ModelCard): readonly FileWanted[];
  files(card: ModelCard): ModelFiles;
}

/** `base` is the absolute address of the site's `models/` folder, with the slash at its end. */
export function createLibrary(base: string, account: Account): Library {
  let index: Promise<readonly ModelCard[]> | null = null;
  const at = (card: ModelCard, path: string) => new URL(`${card.id}/${path}`, base).href;
  const wantedFile = (card: ModelCard, path: string): FileWanted => {
    const file = card.files.find((each) => each.path === path);
    if (!file) throw new Problem('broken-file', `${card.id}/card.json: expected ${path} among its files`);
    return { url: at(card, path), bytes: file.bytes, sha256: file.sha256 };
  };
  const read = async () => {
    const url = new URL('index.json', base).href;
    const response = await fetchFile(url, undefined, 'no-cache');
    const list = (await response.json().catch(() => null)) as unknown;
    if (!Array.isArray(list))
      throw new Problem('broken-file', `${url}: expected a list of model cards, got something else`);
    return list.map((card) => parseCard(new TextEncoder().encode(JSON.stringify(card)), url));
  };
  const library: Library = {
    cards() {
      index ??= read().catch((error) => {
        index = null;
        throw error;
      });
      return index;
    },
    async card(id) {
      const cards = await library.cards();
      const found = cards.find((card) => card.id === id);
      if (!found)
        throw new Problem(
          'no-model',
          `There is no model “${id}” here; there are ${cards.map((c) => c.id).join(', ')}.`,
        );
      return found;
    },
    wanted: (card) => card.files.map(({ path }) => wantedFile(card, path)),
    files: (card) => ({ read: (path) => account.fetch(wantedFile(card, path)) }),
  };
  return library;
}
