/** The link is the spec: reload, Back and a sent link give the same screen. */
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectQuiet, open, openBrowser, pane, runIs, TOYS, textBox } from './site.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test('what is typed, chosen and opened is in the address, and comes back from it', async () => {
  const opened = await open(browser, { path: `#text=one+two&${TOYS}` });
  const { page } = opened;
  await runIs(page, 'done');
  await textBox(page).fill('Bees & wings = 100 %\nnext #line');
  await pane(page, 'toy-softmax').locator('button[data-layer="1"][data-head="2"]').click();
  await expect.poll(() => page.url()).toContain('head=1.2');
  await runIs(page, 'done');
  const link = page.url();
  const report = await pane(page, 'toy-softpick').innerText();

  await page.reload();
  await runIs(page, 'done');
  expect(await textBox(page).inputValue()).toBe('Bees & wings = 100 %\nnext #line');
  expect(page.url()).toBe(link);
  await expect.poll(() => pane(page, 'toy-softpick').innerText()).toContain(report.slice(0, 60));

  await page.goBack();
  await expect.poll(() => page.url()).not.toContain('head=1.2');
  expectQuiet(opened);
  await opened.close();
});

test('Copy link gives this address', async () => {
  const { page, close } = await open(browser, { path: `#text=copied&${TOYS}` });
  await runIs(page, 'done');
  await page.getByRole('button', { name: /copy link/i }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
  await close();
});

test('a malformed link opens the page with what can be read of it', async () => {
  const { page, close } = await open(browser, {
    path: `#text=%E0%A4%A&${TOYS}&head=x.y&scale=cubic&nonsense`,
  });
  await runIs(page, 'done');
  expect(await page.locator('section[data-model]').count()).toBe(2);
  await close();
});

test('embedded, only the panes are left', async () => {
  const { page, close } = await open(browser, { path: `?embed=1#text=one+two&${TOYS}` });
  await runIs(page, 'done');
  expect(await textBox(page).count()).toBe(0);
  expect(await page.locator('button[data-layer]').count()).toBe(2 * 2 * 4);
  await close();
});
