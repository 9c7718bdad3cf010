/** The whole path by keyboard: into the overview, along it, into a map, over its cells, and out again. */
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { gallery } from './gallery.tsx';
import { drawn, show } from './show.tsx';

const focused = () => document.activeElement as HTMLElement;
const place = () => [focused().dataset.layer, focused().dataset.head].map(Number);

test('an overview is one tab stop; arrows, Home, End, Page keys and Control move inside it, and its edges hold', async () => {
  const { view, pane, head } = await show('done');
  expect(pane(0).querySelectorAll('.head[tabindex="0"]').length).toBe(1);
  head(0, 0, 0).focus();
  const walk = async (keys: string) => {
    await userEvent.keyboard(keys);
    return place();
  };
  expect(await walk('{ArrowRight}{ArrowDown}{ArrowDown}')).toEqual([2, 1]);
  expect(await walk('{ArrowLeft}{ArrowLeft}')).toEqual([2, 0]);
  expect(await walk('{End}')).toEqual([2, 7]);
  expect(await walk('{ArrowRight}')).toEqual([2, 7]);
  expect(await walk('{PageDown}')).toEqual([7, 7]);
  expect(await walk('{ArrowDown}')).toEqual([7, 7]);
  expect(await walk('{Control>}{Home}{/Control}')).toEqual([0, 0]);
  expect(await walk('{ArrowUp}{PageDown}{Home}')).toEqual([7, 0]);
  expect(pane(0).querySelectorAll('.head[tabindex="0"]').length).toBe(1);
  await userEvent.tab({ shift: true });
  await userEvent.tab();
  expect(place()).toEqual([7, 0]);
  expect(view.querySelectorAll('.outline-hover').length).toBe(2);
});

test('Enter opens the head in every pane and goes to its map; Escape unlocks, then closes, and returns to the head', async () => {
  const { view, pane, head } = await show('done');
  head(1, 0, 0).focus();
  await userEvent.keyboard('{ArrowDown}{ArrowRight}{ArrowRight}{Enter}');
  expect(view.querySelectorAll('.head-map').length).toBe(2);
  expect(focused()).toBe(pane(1).querySelector('.map-field'));
  await userEvent.keyboard('{ArrowLeft}{Enter}');
  const readout = () => pane(1).querySelector('.readout')?.textContent;
  expect(readout()).toMatch(/locked/);
  await userEvent.keyboard('{Escape}');
  expect(readout()).not.toMatch(/locked/);
  expect(view.querySelectorAll('.head-map').length).toBe(2);
  await userEvent.keyboard('{Escape}');
  expect(view.querySelectorAll('.head-map').length).toBe(0);
  expect(focused()).toBe(head(1, 1, 2));
});

test('arrow keys move the cell, and its value is said, with exact zeros and masked cells as what they are', async () => {
  const of = gallery.open();
  const { view, pane } = await show(of);
  await drawn(view);
  const tokens = of.run.panes[1].answer?.report.T ?? 0;
  pane(1).querySelector<HTMLElement>('.map-field')?.focus();
  const said = () => expect.poll(() => pane(1).querySelector('.readout')?.textContent ?? '');
  await userEvent.keyboard('{ArrowUp}');
  await said().toMatch(new RegExp(`^query ‘.+’ \\(${tokens - 2}\\) → key ‘<s>’ \\(0\\): exactly 0`));
  await userEvent.keyboard('{End}');
  await said().toMatch(new RegExp(`→ key ‘.+’ \\(${tokens - 1}\\): masked: a later token`));
  await userEvent.keyboard('{Control>}{Home}{/Control}');
  await said().toMatch(/^query ‘<s>’ \(0\) → key ‘<s>’ \(0\): (\d|exactly)/);
  expect(pane(1).querySelector('.readout')?.getAttribute('aria-live')).toBe('polite');
});

test('Escape in a table closes the table and leaves the map', async () => {
  const { view, pane } = await show('open');
  const dialog = pane(0).querySelector('dialog') as HTMLDialogElement;
  await userEvent.click(dialog.previousElementSibling as HTMLElement);
  expect(dialog.open).toBe(true);
  expect(dialog.querySelectorAll('tbody tr').length).toBe(64);
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => dialog.open).toBe(false);
  expect(view.querySelectorAll('.head-map').length).toBe(2);
});

test('a number’s explanation opens by keyboard and closes by Escape alone, with the map left as it is', async () => {
  const { view } = await show('open');
  const word = view.querySelector('.hint-word') as HTMLElement;
  await userEvent.keyboard('{Tab}');
  word.focus();
  const note = document.getElementById(word.getAttribute('aria-describedby') ?? '') as HTMLElement;
  await userEvent.click(word);
  expect(note.matches(':popover-open')).toBe(true);
  expect(note.textContent).toMatch(/first token/);
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => note.matches(':popover-open')).toBe(false);
  expect(view.querySelectorAll('.head-map').length).toBe(2);
});
