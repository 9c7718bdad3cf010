/** Files over a real connection: counted, verified, and told apart when they are wrong. */
import { createHash } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { download, type FileWanted } from '#engine';

const content = Buffer.from('the bytes of a weight file '.repeat(5000));
let server: Server;

afterEach(() => new Promise((done) => server.close(done)));

async function offer(listener: RequestListener, change: Partial<FileWanted> = {}): Promise<FileWanted> {
  server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { url: `http://127.0.0.1:${port}/layer-0.bin`, bytes: content.length, sha256, ...change };
}

test('a whole file arrives, and its bytes are counted up to the last', async () => {
  const file = await offer((_request, response) => response.end(content));
  const counts: number[] = [];
  const bytes = await download(file, { onBytes: (count) => counts.push(count) });
  expect(Buffer.from(bytes).equals(content)).toBe(true);
  expect(counts.at(-1)).toBe(content.length);
  expect(counts).toEqual([...counts].sort((a, b) => a - b));
});

test('a file that is not there is missing, and so is one answered by a page', async () => {
  const file = await offer((request, response) => {
    if (request.url === '/page') response.setHeader('content-type', 'text/html');
    else response.statusCode = 404;
    response.end('<html>');
  });
  await expect(download(file)).rejects.toMatchObject({ kind: 'missing-file', message: /status 404/ });
  const page = { ...file, url: new URL('/page', file.url).href };
  await expect(download(page)).rejects.toMatchObject({ kind: 'missing-file', message: /got a page/ });
});

test('a file with one wrong byte is broken, after one more try round the HTTP cache', async () => {
  let tries = 0;
  const wrong = Buffer.from(content);
  wrong[1000] ^= 1;
  const file = await offer((_request, response) => {
    tries += 1;
    response.end(wrong);
  });
  await expect(download(file)).rejects.toMatchObject({ kind: 'broken-file', message: /expected SHA-256/ });
  expect(tries).toBe(2);
});

test('a file that is whole at the second try is taken', async () => {
  let tries = 0;
  const file = await offer((_request, response) => {
    tries += 1;
    response.end(tries === 1 ? content.subarray(1) : content);
  });
  expect((await download(file)).length).toBe(content.length);
});

test('too short, too long: broken, with both sizes or the one expected', async () => {
  const short = await offer((_request, response) => response.end(content.subarray(0, 10)));
  const message = new RegExp(`expected ${content.length} bytes, got 10`);
  await expect(download(short)).rejects.toMatchObject({ kind: 'broken-file', message });
  const long = { ...short, bytes: 5 };
  await expect(download(long)).rejects.toMatchObject({ kind: 'broken-file', message: /expected 5 bytes/ });
});

test('a connection that breaks half-way, or is refused, is offline', async () => {
  const file = await offer((_request, response) => {
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, 1000));
    setTimeout(() => response.destroy(), 20);
  });
  await expect(download(file)).rejects.toMatchObject({ kind: 'offline' });
  await expect(download({ ...file, url: 'http://127.0.0.1:1/x' })).rejects.toMatchObject({ kind: 'offline' });
});

test('an abort is no problem of the file', async () => {
  const file = await offer((_request, response) => void response.write(content.subarray(0, 10)));
  const abort = new AbortController();
  const download_ = download(file, { signal: abort.signal });
  setTimeout(() => abort.abort(), 20);
  await expect(download_).rejects.toMatchObject({ name: 'AbortError' });
  server.closeAllConnections();
});
