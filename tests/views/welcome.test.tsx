/** What helps those who are new: the tour, and the list of keys. */
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { en } from '#words';
import { drawn, named, show } from './show.tsx';

const steps = Object.values(en.tour.steps);

async function take() {
  let welcomed = 0;
  const shown = await show('newcomer', {
    onWelcomed: () => {
      welcomed += 1;
    },
  });
  await userEvent.click(named(shown.view, 'button', 'Take the tour'));
  const card = () => shown.view.querySelector('.tour-card') as HTMLElement;
  return { ...shown, card, welcomed: () => welcomed };
}

test('the tour goes through its steps by keyboard, and its end is for good', async () => {
  const { view, card, welcomed } = await take();
  expect(card().contains(document.activeElement) || card() === document.activeElement).toBe(true);
  for (const [index, says] of steps.entries()) {
    expect(card().querySelector('p')?.textContent).toBe(says);
    expect(card().ariaLabel).toBe(`Tour, ${index + 1} of ${steps.length}`);
    if (index < steps.length - 1) {
      named(card(), 'button', 'Next').focus();
      await userEvent.keyboard('{Enter}');
    }
  }
  await userEvent.click(named(card(), 'button', 'End'));
  expect(view.querySelector('.tour-card')).toBeNull();
  expect(welcomed()).toBe(1);
});

test('each step lights a part that is on the page, and its card stays in the window', async () => {
  const { view, card } = await take();
  for (let step = 0; step < steps.length; step += 1) {
    const light = view.querySelector('.tour-light')?.getBoundingClientRect();
    expect(Math.min(light?.width ?? 0, light?.height ?? 0)).toBeGreaterThan(8);
    const { left, top, right, bottom } = card().getBoundingClientRect();
    expect([left >= 0, top >= 0, right <= innerWidth, bottom <= innerHeight]).toEqual([
      true,
      true,
      true,
      true,
    ]);
    if (step < steps.length - 1) await userEvent.click(named(card(), 'button', 'Next'));
  }
});

test('Escape ends the tour, and nothing else', async () => {
  const { view, card, welcomed } = await take();
  card().focus();
  await userEvent.keyboard('{Escape}');
  expect(view.querySelector('.tour-card')).toBeNull();
  expect(welcomed()).toBe(1);
});

test('whoever skips the tour is asked no more, and finds it in the header', async () => {
  let skipped = false;
  const { view, again } = await show('newcomer', {
    onWelcomed: () => {
      skipped = true;
    },
  });
  await userEvent.click(named(view, 'button', 'Skip it for good'));
  expect(skipped).toBe(true);
  const { gallery } = await import('./gallery.tsx');
  await again(gallery.done());
  expect(view.querySelector('.tour-offer')).toBeNull();
  await userEvent.click(named(view, 'button', 'Tour'));
  expect(view.querySelector('.tour-card')).not.toBeNull();
});

test('? lists the keys, but is typed where something is typed', async () => {
  const { view } = await show('done');
  await drawn(view);
  const list = view.querySelector('dialog.shortcuts') as HTMLDialogElement;
  (view.querySelector('textarea') as HTMLElement).focus();
  await userEvent.keyboard('?');
  expect(list.open).toBe(false);
  (document.activeElement as HTMLElement).blur();
  await userEvent.keyboard('?');
  expect(list.open).toBe(true);
  expect([...list.querySelectorAll('kbd')].map(({ textContent }) => textContent)).toContain('Esc');
  await userEvent.keyboard('{Escape}');
  expect(list.open).toBe(false);
});

test('/ leads to the text', async () => {
  const { view } = await show('done');
  await userEvent.keyboard('/');
  expect(document.activeElement).toBe(view.querySelector('textarea'));
});
