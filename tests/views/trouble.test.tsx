/** Waiting and failing: what is said, what stays, and what can be done about it. */
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { type PaneRun, type ProblemKind, waitingPane } from '#state';
import { gallery } from './gallery.tsx';
import { named, show } from './show.tsx';

const kinds: readonly (readonly [ProblemKind, RegExp])[] = [
  ['too-long', /too long.*Shorten/],
  ['missing-file', /missing/],
  ['broken-file', /damaged/],
  ['no-model', /no model of that name.*Choose another/],
  ['out-of-memory', /ran out of memory.*Shorten the text or close other tabs.*is kept/],
  ['device-lost', /graphics device was lost/],
  ['offline', /network cannot be reached.*Go online/],
  ['other', /unexpected/],
];

test.each(kinds)(
  'a problem of the kind "%s" is an alert with its own words, its detail and a retry',
  async (kind, says) => {
    const retried: number[] = [];
    const of = gallery.done();
    const failed: PaneRun = {
      ...of.run.panes[1],
      status: 'failed',
      problem: { kind, message: 'The detail of it.' },
    };
    const { pane } = await show(
      { ...of, run: { ...of.run, panes: [of.run.panes[0], failed] } },
      { onRetry: (index) => retried.push(index) },
    );
    const alert = pane(1).querySelector('[role="alert"]');
    expect(alert?.textContent).toMatch(says);
    expect(alert?.textContent).toContain('The detail of it.');
    expect(pane(0).querySelector('[role="alert"]')).toBeNull();
    expect(pane(1).querySelectorAll('.head').length).toBe(64);
    await userEvent.click(named(pane(1), 'button', 'Retry'));
    expect(retried).toEqual([1]);
  },
);

test('the last answer stays while a newer one is on its way, and is said to be of the previous text', async () => {
  const { pane } = await show('running');
  expect(pane(0).querySelectorAll('.head').length).toBe(64);
  await expect.poll(() => pane(0).innerText).toContain('from the previous text');
  expect(pane(0).getAttribute('aria-busy')).toBe('true');
});

test('one bar counts the bytes of all files, which every pane counts together', async () => {
  const { view } = await show('loading');
  const bars = [...view.querySelectorAll('progress')];
  expect(bars.map(({ value, max }) => [value, max])).toEqual([[12_300_000, 34_086_912]]);
  expect(view.textContent).toContain('Loading 12.3 of 34.1 MB');
});

test('before anything is loaded, the page says how much it will be, and is alive', async () => {
  const of = gallery.start();
  const { view, again } = await show(of);
  expect(view.querySelectorAll('.skeleton').length).toBe(2);
  await again({ ...of, run: { models: gallery.done().run.models, panes: [waitingPane, waitingPane] } });
  expect(view.textContent).toContain('34.1 MB to load');
  expect(view.querySelector('textarea')?.value).toContain('According to all known laws');
});

test('an empty text asks for one; the last answer stays behind it', async () => {
  const { view, pane, again } = await show('empty');
  expect(pane(0).textContent).toContain('Type a text to see its attention maps.');
  await again(gallery.emptied());
  expect(view.innerText).toContain('Type a text to see its attention maps.');
  expect(pane(0).querySelectorAll('.head').length).toBe(64);
});

test('a text too short for sinks says so in place of the numbers and the marks', async () => {
  const { pane, head } = await show('short');
  const numbers = pane(0).querySelector('.numbers') as HTMLElement;
  expect(numbers.innerText.match(/text too short/g)?.length).toBe(3);
  expect(head(0, 0, 0).ariaLabel).toContain('too short to tell');
  expect(getComputedStyle(head(0, 0, 0), '::before').display).toBe('none');
});

test('where there is no WebGPU the pane says so, and why', async () => {
  const { pane } = await show('noWebGpu');
  expect(pane(0).innerText).toContain(
    'CPU (WASM), without WebGPU: this browser does not have it, or it is switched off',
  );
});

test('where queries and keys were rounded to fit, the pane says so beside the engine', async () => {
  const of = gallery.done();
  const panes = of.run.panes.map((pane, index): PaneRun => {
    const { answer } = pane;
    if (!answer || index === 0) return pane;
    return { ...pane, answer: { ...answer, report: { ...answer.report, precision: 'f16' } } };
  });
  const { pane } = await show({ ...of, run: { ...of.run, panes } });
  expect(pane(0).querySelector('.engine')?.textContent).not.toContain('f16');
  expect(pane(1).querySelector('.engine')?.textContent).toMatch(/^WebGPU · .* · q and k in f16/);
});

test('the machine’s own restart is said in the pane that waits for it', async () => {
  const of = gallery.running();
  const panes = of.run.panes.map((pane) => ({ ...pane, notice: 'device-lost' as const }));
  const { pane } = await show({ ...of, run: { ...of.run, panes } });
  expect(pane(0).querySelector('.engine [role="status"]')?.textContent).toMatch(
    /graphics device was lost; starting it again/,
  );
});

test('what of a link could not be read is said, and can be dismissed', async () => {
  let read = 0;
  const { view: root } = await show(gallery.badLink(), {
    onNotesRead: () => {
      read += 1;
    },
  });
  expect(root.querySelector('.link-notes')?.textContent).toContain('got "cubic"');
  await userEvent.click(named(root, 'button', 'Dismiss'));
  expect(read).toBe(1);
});
