/** Ordinary events: a missing, broken or slow file, a text too long or empty, no WebGPU, a lost device. */
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumArguments } from '../../src/shell/chromium.mjs';
import type { Fault } from '../serve/index.ts';
import { downloadReport, open, openBrowser, pane, runIs, TOYS, textBox } from './site.ts';

const path = `#text=one+two&${TOYS}`;
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const alertOf = (page: Page, model: string) => pane(page, model).getByRole('alert');

test.each([
  { kind: 'missing', says: /missing|not (there|found)/i },
  { kind: 'corrupted', says: /broken|damaged/i },
] as const)(
  'a $kind weight file is said in words, the other pane goes on, and retry works',
  async ({ kind, says }) => {
    let fault: Fault | null = { kind };
    const opened = await open(browser, {
      path,
      fault: (file) => (/toy-softpick\/segment-0\..*bin$/.test(file) ? fault : null),
    });
    const { page } = opened;
    await runIs(page, 'failed');
    await expect.poll(() => alertOf(page, 'toy-softpick').innerText()).toMatch(says);
    await expect
      .poll(() => pane(page, 'toy-softmax').locator('canvas').count(), { timeout: 60_000 })
      .toBeGreaterThan(0);
    expect(await textBox(page).inputValue()).toBe('one two');
    fault = null;
    await pane(page, 'toy-softpick')
      .getByRole('button', { name: /retry|try again/i })
      .click();
    await runIs(page, 'done');
    expect(await page.getByRole('alert').filter({ hasText: /\S/ }).count()).toBe(0);
    await opened.close();
  },
);

test('a text that is too long says how long and how much fits; the last answer and the text stay', async () => {
  const { page, close } = await open(browser, { path });
  await runIs(page, 'done');
  const long = 'bee '.repeat(400);
  await textBox(page).fill(long);
  await runIs(page, 'failed');
  await expect.poll(() => alertOf(page, 'toy-softmax').innerText()).toMatch(/1,?601[\s\S]*512/);
  expect(await textBox(page).inputValue()).toBe(long);
  expect(await pane(page, 'toy-softmax').locator('button[data-layer]').count()).toBe(8);
  await textBox(page).fill('short again');
  await runIs(page, 'done');
  await close();
});

test('an empty text asks for one, and keeps the last answer', async () => {
  const { page, close } = await open(browser, { path });
  await runIs(page, 'done');
  await textBox(page).fill('');
  await runIs(page, 'waiting');
  expect(await page.locator('body').innerText()).toMatch(/type a text/i);
  expect(await pane(page, 'toy-softmax').locator('button[data-layer]').count()).toBe(8);
  await close();
});

test('without WebGPU the page says so and answers all the same', async () => {
  const plain = await openBrowser([
    '--no-sandbox',
    '--disable-features=WebGPU,WebGPUService',
    '--disable-gpu',
  ]);
  const { page, close } = await open(plain, { path });
  await runIs(page, 'done');
  expect(await pane(page, 'toy-softpick').innerText()).toMatch(/WASM/);
  await close();
  await plain.close();
});

test('a lost device is taken up again without a reload: the same text is answered again by itself', async () => {
  const own = await openBrowser(chromiumArguments);
  const { page, close } = await open(own, { path });
  await runIs(page, 'done');
  const models = ['toy-softmax', 'toy-softpick'];
  // One by one: two downloads at a time could be taken for each other.
  const reports = async () => {
    const found = [];
    for (const model of models) found.push(await downloadReport(page, model));
    return found;
  };
  const before = await reports();
  const box = await textBox(page).elementHandle();
  await (await own.newBrowserCDPSession()).send('Browser.crashGpuProcess');
  await expect
    .poll(() => pane(page, 'toy-softpick').getByRole('status').allInnerTexts(), { timeout: 30_000 })
    .toContainEqual(expect.stringMatching(/device was lost; starting it again/));
  await runIs(page, 'loading');
  await runIs(page, 'done');
  expect(await reports()).toEqual(before);
  expect(await pane(page, 'toy-softpick').innerText()).toMatch(/WebGPU/);
  expect(await textBox(page).inputValue()).toBe('one two');
  // No reload: the very box that was there.
  expect(await box?.evaluate((element) => element.isConnected)).toBe(true);
  await close();
  await own.close();
});

test('a model that is not there is named, with those that are', async () => {
  const { page, close } = await open(browser, { path: '#text=one&models=toy-softmax,giant' });
  await runIs(page, 'failed');
  await expect.poll(() => alertOf(page, 'giant').innerText()).toMatch(/giant/);
  await close();
});
