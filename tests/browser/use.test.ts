/** The page in use: by keyboard, while typing, and at the second visit. */
import axe from 'axe-core';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { downloadReport, open, openBrowser, pane, runIs, TOYS, textBox } from './site.ts';

const path = `#text=one+two+three&${TOYS}`;
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test('by keyboard alone: into the overview, along it, open a head, move in its map, and out again', async () => {
  const { page, close } = await open(browser, { path });
  await runIs(page, 'done');
  await pane(page, 'toy-softmax').locator('button[data-layer="0"][data-head="0"]').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toMatch(
    /layer 1 head 1/i,
  );
  await page.keyboard.press('Enter');
  await expect.poll(() => page.url()).toContain('head=1.1');
  await expect.poll(() => page.getByText('All heads').count()).toBeGreaterThan(0);
  await page.keyboard.press('Escape');
  await expect.poll(() => page.url()).not.toContain('head=');
  await close();
});

test('a typing reader gets the newest text, however fast', async () => {
  const { page, close } = await open(browser, { path });
  await runIs(page, 'done');
  await textBox(page).fill('');
  await textBox(page).pressSequentially('the quick bee', { delay: 30 });
  await runIs(page, 'done');
  for (const model of ['toy-softmax', 'toy-softpick'])
    expect((await downloadReport(page, model)).text).toBe('the quick bee');
  await close();
});

test('the second visit asks for no weights, no tokenizer and no engine again', async () => {
  const opened = await open(browser, { path });
  await runIs(opened.page, 'done');
  const heavy = () =>
    [...opened.requests]
      .filter(([file]) => /\.bin$|tokenizer|\.onnx$|\.wasm$/.test(file))
      .map(([, count]) => count);
  const before = heavy();
  expect(before.length).toBeGreaterThan(8);
  expect(Math.max(...before)).toBe(1);
  await opened.page.reload();
  await runIs(opened.page, 'done');
  expect(heavy()).toEqual(before);
  await opened.close();
});

test('no rule of accessibility that can be checked is broken', async () => {
  const { page, close } = await open(browser, { path });
  await runIs(page, 'done');
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
  expect(violations).toEqual([]);
  await close();
});
