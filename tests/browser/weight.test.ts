/** What the page weighs before any model, and how soon it is there. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { open, openBrowser, siteFolder } from './site.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** Scripts that the page loads before its worker: what its HTML names, and what those import at once. */
async function scripts(): Promise<readonly string[]> {
  const names = await readdir(join(siteFolder, 'assets'));
  const found = new Set<string>();
  const add = async (text: string) => {
    for (const name of names)
      if (
        name.endsWith('.js') &&
        !found.has(name) &&
        new RegExp(`(from|import|src=|href=)\\s*["'][^"']*${name}`).test(text)
      ) {
        found.add(name);
        await add(await readFile(join(siteFolder, 'assets', name), 'utf8'));
      }
  };
  await add(await readFile(join(siteFolder, 'index.html'), 'utf8'));
  return [...found];
}

test('the page without its worker is under 250 kB of JavaScript, gzipped', async () => {
  const names = await scripts();
  expect(names.length).toBeGreaterThan(0);
  const sizes = await Promise.all(
    names.map(async (name) => gzipSync(await readFile(join(siteFolder, 'assets', name))).length),
  );
  expect(sizes.reduce((sum, each) => sum + each, 0)).toBeLessThan(250_000);
});

test('the first paint comes within a second, before any model', async () => {
  const { page, close } = await open(browser, { path: '#text=bee' });
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
  const paint = await page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
  );
  expect(paint).toBeLessThan(1000);
  await expect.poll(() => page.getByRole('textbox', { name: 'Text', exact: true }).count()).toBe(1);
  await close();
});
