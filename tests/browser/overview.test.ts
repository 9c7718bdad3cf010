/** The overview in use on the real models: sorted, filtered and coloured by metrics, in the link, and by keyboard. */
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectQuiet, type Opened, open, openBrowser, pane, runIs } from './site.ts';

let browser: Browser;
let opened: Opened;

beforeAll(async () => {
  browser = await openBrowser();
  opened = await open(browser, {
    path: '?engine=wasm#models=tiny-softmax,tiny-softpick&text=A+bee+flies+over+the+wall%2C+and+nobody+asks+whether+it+may+do+so+at+all%2E',
  });
  await runIs(opened.page, 'done');
});
afterAll(async () => {
  await opened.close();
  await browser.close();
});

const shown = (model: string) =>
  pane(opened.page, model)
    .locator('button[data-layer]')
    .evaluateAll((heads) => heads.map((head) => `${head.dataset.layer}.${head.dataset.head}`));

test('what is shown, sorted and filtered is in the address, and a reload and Back give it again', async () => {
  const { page } = opened;
  const tools = page.locator('.tools');
  await tools.getByLabel('Sort', { exact: true }).selectOption('Silent tokens');
  await expect.poll(() => page.url()).toContain('sort=off');
  const sorted = await shown('tiny-softpick');
  expect(sorted.length).toBe(64);
  expect(sorted.slice(0, 3)).not.toEqual(['0.0', '0.1', '0.2']);
  await tools.getByRole('button', { name: /^Silent heads/ }).click();
  await expect.poll(() => page.url()).toContain('only=silent');
  const silent = await shown('tiny-softpick');
  expect(silent.length).toBeGreaterThan(0);
  expect(silent).toEqual(sorted.slice(0, silent.length));
  await expect.poll(() => pane(page, 'tiny-softmax').innerText()).toContain('0 of 64 heads');
  await expect.poll(() => pane(page, 'tiny-softpick').innerText()).toContain(`${silent.length} of 64 heads`);

  await page.reload();
  await runIs(page, 'done');
  expect(await shown('tiny-softpick')).toEqual(silent);
  await page.goBack();
  await expect.poll(() => shown('tiny-softpick')).toEqual(sorted);
  await tools.getByLabel('Sort', { exact: true }).selectOption('layer by layer');
  await expect.poll(() => page.url()).not.toContain('sort=');
});

test('by keyboard alone: a range is typed, a chart colours the heads, the arrows walk what is left, and all come back', async () => {
  const { page } = opened;
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
  await page.getByLabel('Layers, from').focus();
  await page.keyboard.type('6');
  await page.keyboard.press('Tab');
  await expect.poll(() => page.url()).toContain('layers=6-7');
  expect((await shown('tiny-softmax')).length).toBe(16);

  const softpick = pane(page, 'tiny-softpick');
  await softpick.locator('.charts [tabindex="0"]').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect
    .poll(() => softpick.locator('.charts-head').innerText())
    .toMatch(/Row sum, layer 0: mean 0\.\d\d/);
  await page.keyboard.press('Enter');
  await expect.poll(() => page.url()).toContain('show=rowsum');
  await expect.poll(() => page.locator('canvas').count()).toBe(0);

  await softpick.locator('button[data-layer][tabindex="0"]').focus();
  expect(await focused()).toMatch(/^Layer 6 head 0.*Row sum: /);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  expect(await focused()).toMatch(/^Layer 7 head 7/);
  await page.getByRole('button', { name: 'Show all heads' }).press('Enter');
  await expect.poll(async () => (await shown('tiny-softmax')).length).toBe(64);
  expectQuiet(opened);
});
