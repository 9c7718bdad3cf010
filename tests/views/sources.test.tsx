/** Where a text comes from besides the keyboard: recent texts, files, its own beginning; and what stands before it. */
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { Spec } from '#share';
import { gallery } from './gallery.tsx';
import { named, show } from './show.tsx';

const boxOf = (view: HTMLElement) => view.querySelector('textarea') as HTMLTextAreaElement;

/** The page, and every text and start that it writes to the spec. */
async function watched(of: Parameters<typeof show>[0], props: Parameters<typeof show>[1] = {}) {
  const changes: Partial<Spec>[] = [];
  const shown = await show(of, { ...props, onSpec: (change) => changes.push(change) });
  return { ...shown, box: boxOf(shown.view), changes };
}

const fileOf = (content: BlobPart, name: string, type = '') => new File([content], name, { type });

function drop(on: HTMLElement, ...files: readonly File[]) {
  const dataTransfer = new DataTransfer();
  for (const file of files) dataTransfer.items.add(file);
  const over = new DragEvent('dragover', { dataTransfer, bubbles: true, cancelable: true });
  on.dispatchEvent(over);
  expect(over.defaultPrevented).toBe(true);
  on.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
}

test('recent texts are in a menu by their first line and count, and one that is chosen becomes the text', async () => {
  const { view, box, changes } = await watched('recent');
  const button = named(view, '.text-sources button', /^Recent/);
  const menu = view.querySelector('.recent-texts') as HTMLElement;
  expect(menu.matches(':popover-open')).toBe(false);
  await userEvent.click(button);
  expect(menu.matches(':popover-open')).toBe(true);
  const rows = [...menu.querySelectorAll('li .recent-text')].map(({ textContent }) => textContent);
  expect(rows[0]).toBe('A text of my own11 tokens');
  expect(rows[1]).toMatch(/^According to all known laws.{90,100}$/);
  await userEvent.click(menu.querySelector('.recent-text') as HTMLElement);
  expect(changes).toEqual([{ text: 'A text of my own\nwith a second line' }]);
  expect(box.value).toBe('A text of my own\nwith a second line');
  expect(menu.matches(':popover-open')).toBe(false);
});

test('each recent text can be erased, and all, by keyboard too, and Escape closes the menu alone', async () => {
  const of = { ...gallery.recent(), spec: gallery.open().spec };
  const forgotten: (string | null)[] = [];
  const { view, changes } = await watched(of, { onForget: (text) => forgotten.push(text) });
  named(view, '.text-sources button', /^Recent/).focus();
  await userEvent.keyboard('{Enter}');
  await userEvent.tab();
  await userEvent.tab();
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Erase ‘A text of my own’');
  await userEvent.keyboard('{Enter}');
  await userEvent.click(named(view, '.recent-texts button', 'Erase all'));
  expect(forgotten).toEqual(['A text of my own\nwith a second line', null]);
  expect(view.querySelector('.recent-texts')?.matches(':popover-open')).toBe(true);
  await userEvent.keyboard('{Escape}');
  expect(view.querySelector('.recent-texts')?.matches(':popover-open')).toBe(false);
  expect(changes).toEqual([]);
});

test('a dropped .txt file becomes the text, without its byte order mark; the caret stays', async () => {
  const { box, changes } = await watched('done');
  box.focus();
  box.setSelectionRange(5, 9);
  drop(box, fileOf('\ufeffBees\r\nfly ünder the hive.\r\n', 'Bees.TXT'));
  await expect.poll(() => box.value).toBe('Bees\nfly ünder the hive.\n');
  expect(changes).toEqual([{ text: 'Bees\nfly ünder the hive.\n' }]);
  expect([box.selectionStart, box.selectionEnd]).toEqual([5, 9]);
});

test('a file that is opened by the button is taken the same way', async () => {
  const { view, box } = await watched('done');
  const input = view.querySelector<HTMLInputElement>('input[type="file"]') as HTMLInputElement;
  await userEvent.upload(input, fileOf('From the disk.', 'notes', 'text/plain'));
  await expect.poll(() => box.value).toBe('From the disk.');
});

test.each([
  [
    'a picture',
    [fileOf('x', 'bee.png', 'image/png')],
    '‘bee.png’ is not a .txt file; the text is as it was.',
  ],
  [
    'too much',
    [fileOf('a'.repeat(1_000_001), 'a.txt')],
    '‘a.txt’ is larger than 1 MB; the text is as it was.',
  ],
  [
    'no UTF-8',
    [fileOf(Uint8Array.of(0x42, 0xe9, 0x65), 'old.txt')],
    '‘old.txt’ is not text in UTF-8; the text is as it was.',
  ],
  [
    'two files',
    [fileOf('a', 'a.txt'), fileOf('b', 'b.txt')],
    'Only one file can be taken at a time; the text is as it was.',
  ],
])('%s is refused in words, and nothing is lost', async (_, files, words) => {
  const { view, box, changes } = await watched('done');
  const before = box.value;
  drop(box, ...files);
  await expect.poll(() => view.querySelector('[role="alert"]')?.textContent).toBe(words);
  expect(box.value).toBe(before);
  expect(changes).toEqual([]);
  await userEvent.type(box, '!');
  expect(view.querySelector('[role="alert"]')).toBeNull();
});

test('of a text that is too long, the beginning that every model takes is offered', async () => {
  const of = gallery.tooLong();
  const asked: string[] = [];
  const { view, box, changes } = await watched(of, {
    cut: async (model, { text, start }) => {
      asked.push(`${model} ${start} ${text.length}`);
      return text.slice(0, text.length - 100);
    },
  });
  await userEvent.click(named(view, 'button', 'Take the first 512 tokens'));
  const { length } = of.spec.text;
  expect(asked).toEqual([`tiny-softmax true ${length}`, `tiny-softpick true ${length - 100}`]);
  await expect.poll(() => box.value).toBe(of.spec.text.slice(0, length - 200));
  expect(changes).toEqual([{ text: of.spec.text.slice(0, length - 200) }]);
});

test('a beginning that comes after the reader wrote on is not taken', async () => {
  let reply: (text: string) => void = () => undefined;
  const { view, box } = await watched('tooLong', { cut: () => new Promise((resolve) => (reply = resolve)) });
  await userEvent.click(named(view, 'button', 'Take the first 512 tokens'));
  await userEvent.fill(box, 'written meanwhile');
  reply('the beginning');
  await new Promise((wake) => setTimeout(wake, 20));
  expect(box.value).toBe('written meanwhile');
});

test('without <s>: why it matters at first, then what it does to the sinks of both models, and what token 0 is', async () => {
  const of = gallery.done();
  const { view, again, changes } = await watched(of);
  const note = () => view.querySelector('.start-note')?.textContent ?? null;
  expect(note()).toBeNull();
  await userEvent.click(named(view, '.start-token', /<s> in front/));
  expect(changes).toEqual([{ start: false }]);
  expect(note()).toMatch(/^In training every window of text began with <s>/);
  const bare = gallery.bare();
  await again(bare);
  const share = (run: typeof of.run, pane: number) => {
    const value = 100 * (run.panes[pane].answer?.report.sink03 ?? -1);
    return value === 0 ? '0 %' : `${Number(value.toPrecision(3))} %`;
  };
  expect(note()).toBe(
    'Heads that sink on token 0 (mean weight above 0.3): ' +
      `softmax, tiny ${share(of.run, 0)} with <s>, ${share(bare.run, 0)} without it; ` +
      `softpick, tiny ${share(of.run, 1)} with <s>, ${share(bare.run, 1)} without it. ` +
      'Without <s>, token 0 is ‘Accord’.',
  );
  expect(view.querySelector('.chip')?.textContent).toBe('Accord');
  await userEvent.type(boxOf(view), ' More.');
  expect(note()).toMatch(/^In training every window of text began with <s>/);
});
