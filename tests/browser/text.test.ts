/** The text and its tokens on the page as shipped: typing, <s>, colours by a locked query, recent texts, files. */
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  downloadReport,
  expectQuiet,
  type Opened,
  open,
  openBrowser,
  pane,
  runIs,
  TOYS,
  textBox,
} from './site.ts';

const path = `#text=one+two+three+four+five+six&head=0.1&${TOYS}`;
let browser: Browser;
let opened: Opened;

beforeAll(async () => {
  browser = await openBrowser();
  opened = await open(browser, { path });
  await runIs(opened.page, 'done');
});
afterAll(async () => {
  await opened.close();
  await browser.close();
});

const chips = () => opened.page.getByRole('listbox', { name: 'Tokens' }).getByRole('option');
const coloured = () =>
  chips().evaluateAll((all) => all.filter((chip) => (chip as HTMLElement).style.background !== '').length);

test('without <s> there is one token less, and what that does to sinks is said', async () => {
  const { page } = opened;
  const { T, ids } = await downloadReport(page, 'toy-softmax');
  await page.getByLabel('<s> in front').click();
  await runIs(page, 'done');
  await expect.poll(() => chips().count()).toBe(T - 1);
  expect((await downloadReport(page, 'toy-softmax')).ids).toEqual(ids.slice(1));
  expect(page.url()).toContain('start=0');
  await expect
    .poll(() => page.locator('.start-note').innerText())
    .toMatch(/^Heads that sink on token 0 .*Toy softmax .* with <s>, .* without it; Toy softpick .*‘o’\.$/);
  await page.getByLabel('<s> in front').click();
  await runIs(page, 'done');
  await expect.poll(() => chips().count()).toBe(T);
});

test('the tokens are coloured by the query that is locked, by the key, and by loss', async () => {
  const { page } = opened;
  const count = await chips().count();
  const box = await pane(page, 'toy-softpick').locator('.map-field').boundingBox();
  if (!box) throw new Error('tests: expected a large map, got none');
  const at = (query: number, key: number) =>
    page.mouse.click(box.x + ((key + 0.5) / count) * box.width, box.y + ((query + 0.5) / count) * box.height);
  await at(12, 4);
  await expect.poll(coloured).toBe(13);
  expect(await page.locator('.strip-of').innerText()).toMatch(/^Toy softpick L0 H1/);
  await chips().nth(7).click();
  await expect.poll(coloured).toBe(8);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect.poll(coloured).toBe(10);
  await page.locator('.strip .segmented-option', { hasText: 'key' }).click();
  await expect.poll(coloured).toBe(count - 4);
  await page.locator('.strip .segmented-option', { hasText: 'loss' }).click();
  await expect.poll(coloured).toBe(count - 1);
  await expect.poll(() => page.url()).toContain('strip=loss');
});

test('a dropped file becomes the text; typing goes on in it, with the head left open', async () => {
  const { page } = opened;
  const file = await page.evaluateHandle(() => {
    const carried = new DataTransfer();
    carried.items.add(new File(['\ufeffbees fly'], 'bees.txt', { type: 'text/plain' }));
    return carried;
  });
  await textBox(page).dispatchEvent('dragover', { dataTransfer: file });
  await textBox(page).dispatchEvent('drop', { dataTransfer: file });
  await expect.poll(() => textBox(page).inputValue()).toBe('bees fly');
  await textBox(page).press('End');
  await textBox(page).pressSequentially(' home');
  await runIs(page, 'done');
  expect((await downloadReport(page, 'toy-softmax')).text).toBe('bees fly home');
  expect(await page.locator('.map-field').count()).toBe(2);
});

test('a text that was left for another is found again after a reload, and gone when it is erased', async () => {
  const { page } = opened;
  await textBox(page).fill('six wasps');
  await page.reload();
  const menu = page.getByRole('button', { name: /^Recent/ });
  await menu.click();
  await page.getByRole('button', { name: /^bees fly home/ }).click();
  await expect.poll(() => textBox(page).inputValue()).toBe('bees fly home');
  await menu.click();
  await page.getByRole('button', { name: 'Erase all' }).click();
  await page.reload();
  await menu.click();
  expect(await page.locator('.recent-texts').innerText()).toMatch(/^A text that rests/);
  await runIs(page, 'done');
  expectQuiet(opened);
});
