/** Files over the network: counted in bytes, verified by SHA-256 on arrival, kept in the Cache API. */
import { Problem } from './problem.ts';

export interface FileWanted {
  readonly url: string;
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

export interface DownloadHooks {
  readonly signal?: AbortSignal;
  /** Called with the bytes of this file so far; starts again from 0 if the file has to be fetched again. */
  readonly onBytes?: (bytes: number, network: boolean) => void;
}

const CACHE = 'softpick-files-1';

/** Null in a page that is not a secure context, where there is no cache (and no SHA-256). */
const openCache = async () => ('caches' in globalThis ? await caches.open(CACHE).catch(() => null) : null);

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string | null> {
  if (!globalThis.crypto?.subtle) return null;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function body(
  response: Response,
  file: FileWanted,
  report: (bytes: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const whole = new Uint8Array(file.bytes);
  const reader = (response.body ?? new Blob().stream()).getReader();
  let at = 0;
  for (;;) {
    const { done, value } = await reader.read().catch((error: Error) => {
      if (error.name === 'AbortError') throw error;
      throw new Problem(
        'offline',
        `${file.url}: expected ${file.bytes} bytes, the connection broke at ${at}`,
      );
    });
    if (done) break;
    if (at + value.length > whole.length) {
      await reader.cancel();
      throw new Problem('broken-file', `${file.url}: expected ${file.bytes} bytes, got more`);
    }
    whole.set(value, at);
    at += value.length;
    report(at);
  }
  if (at !== whole.length)
    throw new Problem('broken-file', `${file.url}: expected ${file.bytes} bytes, got ${at}`);
  return whole;
}

async function verify(bytes: Uint8Array<ArrayBuffer>, file: FileWanted): Promise<void> {
  const found = await sha256(bytes);
  if (found !== null && found !== file.sha256)
    throw new Problem('broken-file', `${file.url}: expected SHA-256 ${file.sha256}, got ${found}`);
}

/** The kept copy, if it is whole; a damaged one is thrown away. */
async function kept(cache: Cache, file: FileWanted, report: (bytes: number) => void) {
  const response = await cache.match(file.url);
  if (!response) return null;
  try {
    const bytes = await body(response, file, report);
    await verify(bytes, file);
    return bytes;
  } catch {
    await cache.delete(file.url);
    return null;
  }
}

/** Fetches without verifying; throws `offline` or `missing-file`. */
export async function fetchFile(url: string, signal?: AbortSignal, cache?: RequestCache): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { ...(signal ? { signal } : {}), ...(cache ? { cache } : {}) });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Problem('offline', `${url}: expected an answer, got none (${(error as Error).message})`);
  }
  // A single-page server answers a missing file with its start page.
  const page = response.headers.get('content-type')?.startsWith('text/html');
  if (!response.ok || page)
    throw new Problem(
      'missing-file',
      `${url}: expected a file, got ${page ? 'a page' : `status ${response.status}`}`,
    );
  return response;
}

/**
 * The bytes of one file, from the cache or the network.
 * Throws `missing-file`, `broken-file` (size or SHA-256 differ) or `offline`.
 */
export async function download(
  file: FileWanted,
  hooks: DownloadHooks = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const cache = await openCache();
  const fromCache = cache && (await kept(cache, file, (bytes) => hooks.onBytes?.(bytes, false)));
  if (fromCache) return fromCache;
  // The HTTP cache may hold what just failed verification, so a second try goes round it.
  for (const mode of ['default', 'reload'] as const) {
    try {
      const response = await fetchFile(file.url, hooks.signal, mode);
      const bytes = await body(response, file, (count) => hooks.onBytes?.(count, true));
      await verify(bytes, file);
      // A full disk costs only the second visit's speed.
      await cache?.put(file.url, new Response(bytes)).catch(() => undefined);
      return bytes;
    } catch (error) {
      if (mode === 'reload' || !(error instanceof Problem && error.kind === 'broken-file')) throw error;
    }
  }
  throw new Problem('broken-file', `${file.url}: could not be read`);
}
