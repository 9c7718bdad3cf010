/** The tests' own server: what page tests say of networks is only as true as it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type Fault, type ServeOptions, serve } from '../serve/index.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'serve-'));
  await writeFile(join(folder, 'index.html'), '<p>page</p>');
  await writeFile(join(folder, 'weights.bin'), Buffer.alloc(1_000_000, 7));
});
afterAll(() => rm(folder, { recursive: true }));

async function served(options: ServeOptions) {
  const site = await serve(folder, options);
  onTestFinished(() => site.close());
  return site;
}

const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());

test('serves the folder below its prefix alone, and counts what was asked for', async () => {
  const site = await served({ prefix: '/some/sub/path/' });
  expect(await (await fetch(site.url)).text()).toBe('<p>page</p>');
  const weights = await bytesOf(await fetch(`${site.url}weights.bin`));
  expect(weights.length === 1_000_000 && weights.every((byte) => byte === 7)).toBe(true);
  expect((await fetch(new URL('/index.html', site.url))).status).toBe(404);
  expect((await fetch(`${site.url}..%2f..%2fetc%2fhostname`)).status).toBe(404);
  expect(site.requests.get('index.html')).toBe(1);
  expect(site.requests.get('weights.bin')).toBe(1);
});

test('sends no header that grants a page more than any static host does', async () => {
  const site = await served({});
  const { headers } = await fetch(site.url);
  const sent = [...headers.keys()].filter((name) => !['connection', 'date', 'keep-alive'].includes(name));
  expect(sent.sort()).toEqual(['content-length', 'content-type']);
});

test('sends what the transform makes of a file', async () => {
  const site = await served({
    transform: (_, body) => Buffer.from(body.toString().replace('page', 'other')),
  });
  expect(await (await fetch(site.url)).text()).toBe('<p>other</p>');
});

test('fails as told, for as long as told', async () => {
  const faults: (Fault | null)[] = [{ kind: 'missing' }, { kind: 'truncated' }, { kind: 'corrupted' }, null];
  const site = await served({ fault: () => faults.shift() ?? null });
  const ask = () => fetch(`${site.url}weights.bin`);
  expect((await ask()).status).toBe(404);
  await expect(ask().then(bytesOf)).rejects.toThrow();
  const corrupted = await bytesOf(await ask());
  expect(corrupted.length).toBe(1_000_000);
  expect(corrupted.filter((byte) => byte !== 7).length).toBe(1);
  expect((await bytesOf(await ask())).every((byte) => byte === 7)).toBe(true);
});

test('a slow file comes whole, but late', async () => {
  const site = await served({ fault: () => ({ kind: 'slow', milliseconds: 150 }) });
  const start = performance.now();
  expect((await bytesOf(await fetch(`${site.url}weights.bin`))).length).toBe(1_000_000);
  expect(performance.now() - start).toBeGreaterThan(140);
});
