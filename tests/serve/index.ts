/** A static server that knows nothing of the site, and can be told to fail as networks do. */
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, resolve, sep } from 'node:path';

/** What goes wrong with a file. `truncated` closes the connection half way, `corrupted` changes the middle byte. */
export type Fault =
  | { readonly kind: 'missing' | 'truncated' | 'corrupted' }
  | { readonly kind: 'slow'; readonly milliseconds: number };

export interface ServeOptions {
  /** Where the folder stands on the server; begins and ends with a slash. */
  readonly prefix?: string;
  /** Asked for each file with its path in the folder, as `models/index.json`. */
  readonly transform?: (path: string, body: Buffer) => Buffer | Promise<Buffer>;
  /** Asked at every request, so that a fault can end. */
  readonly fault?: (path: string) => Fault | null;
}

export interface Served {
  /** The address of the folder, ending with a slash. */
  readonly url: string;
  /** Path in the folder → how often it was asked for; it grows as requests come. */
  readonly requests: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

/** The few types without which a browser refuses a file; no other header is sent. */
const types: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.mjs': 'text/javascript',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** Serves a folder on a free port of this machine. */
export async function serve(folder: string, options: ServeOptions = {}): Promise<Served> {
  const prefix = options.prefix ?? '/';
  if (!/^\/(.*\/)?$/.test(prefix)) throw new Error(`serve: expected a prefix like /path/, got "${prefix}"`);
  const root = resolve(folder);
  const requests = new Map<string, number>();

  async function answer(address: string, response: ServerResponse): Promise<void> {
    const asked = decodeURIComponent(new URL(address, 'http://localhost').pathname);
    if (!asked.startsWith(prefix)) return refuse(response);
    const path = asked.slice(prefix.length) || 'index.html';
    requests.set(path, (requests.get(path) ?? 0) + 1);
    const fault = options.fault?.(path) ?? null;
    const file = join(root, path);
    if (fault?.kind === 'missing' || !file.startsWith(root + sep)) return refuse(response);
    const stored = await readFile(file).catch(() => null);
    if (!stored) return refuse(response);
    const body = (await options.transform?.(path, stored)) ?? stored;
    if (fault?.kind === 'slow') await new Promise((wake) => setTimeout(wake, fault.milliseconds));
    response.setHeader('Content-Type', types[extname(path)] ?? 'application/octet-stream');
    response.setHeader('Content-Length', body.length);
    if (fault?.kind === 'truncated') {
      response.write(body.subarray(0, body.length >> 1), () => response.destroy());
    } else {
      response.end(fault?.kind === 'corrupted' ? withOneByteChanged(body) : body);
    }
  }

  const server = createServer((request, response) => {
    answer(request.url ?? '/', response).catch(() => response.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${prefix}`,
    requests,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

function refuse(response: ServerResponse): void {
  response.statusCode = 404;
  response.end();
}

function withOneByteChanged(body: Buffer): Buffer {
  const changed = Buffer.from(body);
  const middle = body.length >> 1;
  if (body.length > 0) changed[middle] = (body[middle] ?? 0) ^ 0xff;
  return changed;
}
