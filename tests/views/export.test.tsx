/** What leaves the page: the menu by keyboard, and the files that come of it. */
import { afterEach, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { drawn, named, show } from './show.tsx';

const { click } = HTMLAnchorElement.prototype;
afterEach(() => {
  HTMLAnchorElement.prototype.click = click;
});

/** The files that are saved from now on. */
function catchFiles(): { readonly name: string; readonly href: string }[] {
  const saved: { name: string; href: string }[] = [];
  HTMLAnchorElement.prototype.click = function () {
    saved.push({ name: this.download, href: this.href });
  };
  return saved;
}

const textOf = async (href: string) => (await fetch(href)).text();

async function openMenu() {
  const { view, pane } = await show('done');
  await drawn(view);
  const button = named(pane(1), 'button', 'Export');
  button.focus();
  await userEvent.keyboard('{Enter}');
  const menu = named(pane(1), '[role="dialog"]', 'Export all heads');
  return { menu, press: (name: string) => userEvent.click(named(menu, 'button', name)) };
}

test('the menu opens and closes by keyboard', async () => {
  const { menu } = await openMenu();
  expect(menu.matches(':popover-open')).toBe(true);
  await userEvent.keyboard('{Escape}');
  expect(menu.matches(':popover-open')).toBe(false);
});

test('the contact sheet is an SVG that can be read, with all its maps in one picture', async () => {
  const saved = catchFiles();
  const { press } = await openMenu();
  await press('SVG');
  await expect.poll(() => saved.map(({ name }) => name)).toEqual(['tiny-softpick-heads.svg']);
  const file = new DOMParser().parseFromString(await textOf(saved[0].href), 'image/svg+xml');
  expect(file.querySelector('parsererror')).toBeNull();
  expect(file.querySelector('title')?.textContent).toBe('All heads of softpick, tiny');
  expect(file.querySelectorAll('image').length).toBe(1);
  const image = new Image();
  image.src = file.querySelector('image')?.getAttribute('href') ?? '';
  await image.decode();
  expect(image.naturalWidth).toBe(Number(file.querySelector('image')?.getAttribute('width')));
});

test('a PNG has as many pixels as its size says', async () => {
  const saved = catchFiles();
  const { menu, press } = await openMenu();
  const widths: number[] = [];
  for (const size of ['1', '3']) {
    if (!menu.matches(':popover-open')) await userEvent.keyboard('{Enter}');
    await userEvent.click(menu.querySelector(`input[value="${size}"]`) as HTMLElement);
    await press('PNG');
    await expect.poll(() => saved.length).toBe(widths.length + 1);
    widths.push((await createImageBitmap(await (await fetch(saved[widths.length].href)).blob())).width);
  }
  expect(widths[1]).toBe(3 * widths[0]);
});

test('the table has a line for each head under a line of names', async () => {
  const saved = catchFiles();
  const { press } = await openMenu();
  await press('CSV');
  await expect.poll(() => saved.length).toBe(1);
  const lines = (await textOf(saved[0].href)).trimEnd().split('\r\n');
  expect(lines).toHaveLength(65);
  expect(lines[0]).toMatch(/^layer,head,flags,first,strongest,rowsum,/);
});

test('the caption says model, length and scale, and what the colours mean', async () => {
  const { menu, press } = await openMenu();
  let copied = '';
  Object.defineProperty(navigator.clipboard, 'writeText', {
    configurable: true,
    value: async (text: string) => {
      copied = text;
    },
  });
  await press('Copy as figure caption');
  await expect
    .poll(() => copied)
    .toMatch(/^All attention heads of softpick, tiny .*T = \d+ tokens.*zeros are grey/);
  await expect.poll(() => menu.querySelector('[role="status"]')?.textContent).toBe('Caption copied');
});

test('an answer that is gone makes no file, and says so', async () => {
  const saved = catchFiles();
  const { view, pane } = await show('done', { draw: async () => null });
  await userEvent.click(named(pane(0), 'button', 'Export'));
  const menu = named(view, '[role="dialog"]', 'Export all heads');
  await userEvent.click(named(menu, 'button', 'SVG'));
  await expect.poll(() => menu.querySelector('[role="status"]')?.textContent).toMatch(/could not be made/);
  expect(saved).toEqual([]);
});
