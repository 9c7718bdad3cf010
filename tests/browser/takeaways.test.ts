/** What leaves the page and what it says, on the page as shipped: files, captions, languages, the tour. */
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectQuiet, type Opened, open, openBrowser, pane, runIs, TOYS } from './site.ts';

let browser: Browser;
let opened: Opened;

beforeAll(async () => {
  browser = await openBrowser();
  opened = await open(browser, { path: `#text=one+two+three&${TOYS}` });
  await runIs(opened.page, 'done');
});
afterAll(async () => {
  await opened.close();
  await browser.close();
});

/** The file that a form in the open menu gives, by keyboard. */
async function save(form: string) {
  const { page } = opened;
  const button = pane(page, 'toy-softpick').getByRole('button', { name: 'Export' }).first();
  await button.focus();
  await page.keyboard.press('Enter');
  await page.locator('.export-menu:popover-open').getByRole('button', { name: form, exact: true }).focus();
  const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

test('all heads of a pane are saved by keyboard as a table, as vectors and as pixels', async () => {
  const table = await save('CSV');
  expect(table.name).toBe('toy-softpick-heads.csv');
  expect(table.bytes.toString().trimEnd().split('\r\n')).toHaveLength(1 + 2 * 4);
  const drawing = await save('SVG');
  expect(drawing.bytes.toString()).toMatch(/^<svg .*<image [^>]*href="data:image\/png;base64,/s);
  const picture = await save('PNG');
  expect([...picture.bytes.subarray(1, 4)]).toEqual([...Buffer.from('PNG')]);
});

test('a head that is open gives its weights, and a caption that says what it is', async () => {
  const { page } = opened;
  await pane(page, 'toy-softpick').locator('button[data-layer="1"][data-head="2"]').click();
  const figure = pane(page, 'toy-softpick').locator('figure.head-map');
  await figure.getByRole('button', { name: 'Export' }).click();
  const menu = page.locator('.export-menu:popover-open');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    menu.getByRole('button', { name: 'JSON', exact: true }).click(),
  ]);
  const { T, layer, head, weights } = JSON.parse(await readFile(await file.path(), 'utf8'));
  expect([layer, head, weights.length, weights[0].length]).toEqual([1, 2, T, T]);
  await figure.getByRole('button', { name: 'Export' }).click();
  await menu.getByRole('button', { name: 'Copy as figure caption' }).click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toMatch(/^Attention of layer 1, head 2 .*“one two three”/);
  await page.keyboard.press('Escape');
});

test('the keys are listed on ?, and Escape closes the list', async () => {
  const { page } = opened;
  await page.locator('h1').click();
  await page.keyboard.press('?');
  await expect.poll(() => page.locator('dialog.shortcuts').isVisible()).toBe(true);
  await page.keyboard.press('Escape');
  await expect.poll(() => page.locator('dialog.shortcuts').isVisible()).toBe(false);
});

test('the tour is offered once: skipped for good, it is not there after a reload, nor is English with another language', async () => {
  const { page, url } = opened;
  await page.getByRole('button', { name: 'Skip it for good' }).click();
  await page.goto(`${url}?lang=zh#text=one+two+three&${TOYS}`);
  await runIs(page, 'done');
  expect(await page.locator('.tour-offer').count()).toBe(0);
  await expect.poll(() => page.getByRole('textbox', { name: '文本', exact: true }).count()).toBe(1);
  await page.getByRole('combobox', { name: '语言' }).selectOption('en');
  await expect.poll(() => page.getByRole('textbox', { name: 'Text', exact: true }).count()).toBe(1);
  expectQuiet(opened);
});
