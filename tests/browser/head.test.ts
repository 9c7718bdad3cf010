/** Large maps on the built page: zoom, lock and pins by mouse and by keyboard, and found again by reload and Back. */
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectQuiet, type Opened, open, openBrowser, pane, runIs } from './site.ts';

let browser: Browser;
let opened: Opened;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  opened = await open(browser, { path: '?engine=wasm#models=tiny-softmax,tiny-softpick&head=5.1' });
  page = opened.page;
  await runIs(page, 'done');
});
afterAll(async () => {
  await opened.close();
  await browser.close();
});

const field = (model: string) => pane(page, model).locator('.map-field');
const readout = (model: string) => pane(page, model).locator('.readout').innerText();
const spec = () => Object.fromEntries(new URLSearchParams(new URL(page.url()).hash.slice(1)));

/** What a map's canvas over all others shows, as a few numbers. */
const pixels = (model: string) =>
  field(model)
    .locator('canvas')
    .last()
    .evaluate((canvas: HTMLCanvasElement) => {
      const copy = new OffscreenCanvas(8, 8).getContext('2d') as OffscreenCanvasRenderingContext2D;
      copy.drawImage(canvas, 0, 0, 8, 8);
      return Array.from(copy.getImageData(0, 0, 8, 8).data).join();
    });

test('by mouse: the wheel zooms, a drag moves, a click locks; reload shows the same', async () => {
  const all = await pixels('tiny-softpick');
  const box = await field('tiny-softpick').boundingBox();
  if (!box) throw new Error('tests: expected a map, got none');
  const at = (right: number, down: number) => [box.x + right * box.width, box.y + down * box.height] as const;
  await page.mouse.move(...at(0.3, 0.7));
  await page.waitForTimeout(300);
  await page.mouse.wheel(0, -300);
  await expect.poll(() => spec().zoom).toMatch(/^\d+-\d+,\d+-\d+$/);
  await expect.poll(() => pixels('tiny-softpick')).not.toBe(all);
  const before = spec().zoom;
  await page.mouse.down();
  await page.mouse.move(...at(0.5, 0.5), { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => spec().zoom).not.toBe(before);
  expect(spec().cell).toBeUndefined();
  await page.mouse.click(...at(0.4, 0.4));
  await expect.poll(() => spec().cell).toMatch(/^\d+\.\d+$/);
  const [link, said] = [page.url(), await readout('tiny-softmax')];
  expect(said).toMatch(/locked/);

  await page.reload();
  await runIs(page, 'done');
  expect(page.url()).toBe(link);
  await expect.poll(() => readout('tiny-softmax')).toBe(said);
});

test('by keyboard: pinned, zoomed out, unlocked; Back takes a pin away and leaves zoom and lock', async () => {
  await field('tiny-softpick').focus();
  await page.keyboard.press('p');
  await expect.poll(() => spec().pins).toBe('1:5.1');
  await page.keyboard.press('0');
  await expect.poll(() => spec().zoom).toBeUndefined();
  const pinned = page.locator('.pinned-map');
  expect(await pinned.count()).toBe(1);
  const cell = spec().cell;
  await expect.poll(() => pinned.locator('.pinned-readout').innerText()).toMatch(/\(\d+\) → .*\(\d+\)/);
  await field('tiny-softmax').focus();
  await page.keyboard.press('p');
  await expect.poll(() => spec().pins).toBe('1:5.1,0:5.1');
  await page.goBack();
  await expect.poll(() => pinned.count()).toBe(1);
  expect(spec().cell).toBe(cell);
  await field('tiny-softmax').focus();
  await page.keyboard.press('Escape');
  await expect.poll(() => spec().cell).toBeUndefined();
  expect(spec().head).toBe('5.1');
});

test('one head minus the other model’s is drawn and told, and nothing complains', async () => {
  const plain = await pixels('tiny-softpick');
  await pane(page, 'tiny-softpick').locator('.minus-menu').selectOption('pane');
  await expect.poll(() => spec().minus).toBe('pane');
  await expect.poll(() => pixels('tiny-softpick')).not.toBe(plain);
  await field('tiny-softpick').focus();
  await page.keyboard.press('Home');
  await expect.poll(() => readout('tiny-softpick')).toMatch(/[+−].* − .*row sum/s);
  expectQuiet(opened);
});
