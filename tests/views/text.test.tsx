/** The text box: typing is never held up, nor undone, and touches nothing that did not change. */
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { presets, type Spec } from '#share';
import { gallery } from './gallery.tsx';
import { drawn, named, show } from './show.tsx';

const boxOf = (view: HTMLElement) => view.querySelector('textarea') as HTMLTextAreaElement;

test('every key is written to the spec at once', async () => {
  const changes: Partial<Spec>[] = [];
  const { view } = await show('empty', { onSpec: (change) => changes.push(change) });
  await userEvent.type(boxOf(view), 'bee!');
  expect(changes.map(({ text }) => text)).toEqual(['b', 'be', 'bee', 'bee!']);
  expect(boxOf(view).value).toBe('bee!');
});

test('while the reader types, no head, number or token is touched until there is an answer', async () => {
  const { view } = await show('done');
  await drawn(view);
  const changed: string[] = [];
  const watch = new MutationObserver((records) => {
    for (const { target } of records)
      if (target instanceof Element && target.closest('.head-grid, .numbers, .token-strip'))
        changed.push(target.outerHTML.slice(0, 80));
  });
  watch.observe(view, { subtree: true, childList: true, attributes: true, characterData: true });
  await userEvent.type(boxOf(view), ' and more');
  watch.disconnect();
  expect(changed).toEqual([]);
});

test('a sample text, or one that comes with Back, is put into the box; what was typed is not', async () => {
  const { view, again } = await show('done');
  await userEvent.click(named(view, '.presets button', presets[2].title));
  expect(boxOf(view).value).toBe(presets[2].text);
  boxOf(view).setSelectionRange(3, 3);
  await userEvent.keyboard('{Tab}');
  await userEvent.type(boxOf(view), 'X');
  expect(boxOf(view).value).toContain('X');
  await again(gallery.done());
  expect(boxOf(view).value).toContain('X');
});

test('the counter gives T and the smallest limit of the models', async () => {
  const of = gallery.done();
  const models = of.run.models.map((card, index) => (index === 1 ? { ...card, longest: 256 } : card));
  const { view } = await show({ ...of, run: { ...of.run, models } });
  expect(view.querySelector('.counter')?.textContent).toBe('62 of 256 tokens');
});

test('pieces are shown in their visible form, special ones marked', async () => {
  const { view } = await show('done');
  const chips = [...view.querySelectorAll<HTMLElement>('.token-strip .chip')];
  expect(chips.length).toBe(62);
  expect(chips[0].textContent).toBe('<s>');
  expect(chips[0].dataset.special).toBe('true');
  expect(chips[3].textContent).toBe('·to');
  expect(chips.filter(({ dataset }) => dataset.special).length).toBe(1);
});

test('models that cut the text differently each have their strip', async () => {
  const of = gallery.done();
  const [first, second] = of.run.panes;
  const answer = second.answer && { ...second.answer, pieces: [...second.answer.pieces].reverse() };
  const { view } = await show({ ...of, run: { ...of.run, panes: [first, { ...second, answer }] } });
  const names = [...view.querySelectorAll('.token-strip')].map((strip) => strip.getAttribute('aria-label'));
  expect(names).toEqual(['Tokens, softmax, tiny', 'Tokens, softpick, tiny']);
});
