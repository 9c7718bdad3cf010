/** The public hooks: what embedders, scripts and tests of the whole page may rely on. */
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { type CaseName, gallery } from './gallery.tsx';
import { drawn, named, show } from './show.tsx';

test.each([
  ['start', 'waiting'],
  ['loading', 'loading'],
  ['running', 'running'],
  ['done', 'done'],
  ['tooLong', 'failed'],
  ['broken', 'failed'],
  ['empty', 'waiting'],
  ['embed', 'done'],
] as const)('in the case "%s" the root says data-run="%s"', async (name, run) => {
  const { view } = await show(name);
  expect(view.dataset.run).toBe(run);
});

test('the whole is done only when every pane is', async () => {
  const of = gallery.done();
  const [first, second] = of.run.panes;
  const { view, again } = await show({
    ...of,
    run: { ...of.run, panes: [first, { ...second, status: 'running' }] },
  });
  expect(view.dataset.run).toBe('running');
  await again({ ...of, run: { ...of.run, panes: [first, { ...second, status: 'loading' }] } });
  expect(view.dataset.run).toBe('loading');
  await again(of);
  expect(view.dataset.run).toBe('done');
});

test('each pane names its model, and each head is a button with layer, head, flags and a name in words', async () => {
  const of = gallery.done();
  const { view, head } = await show(of);
  expect(
    [...view.querySelectorAll<HTMLElement>('section[data-model]')].map((pane) => pane.dataset.model),
  ).toEqual(of.spec.panes.map(({ model }) => model));
  of.run.panes.forEach(({ answer }, pane) => {
    answer?.report.flags.forEach((heads, layer) => {
      heads.forEach((flags, index) => {
        const button = head(pane, layer, index);
        expect(button.dataset.flags).toBe(flags.join(' '));
        expect(button.ariaLabel).toMatch(new RegExp(`^Layer ${layer} head ${index}[:,]`));
        expect(/attention sink/.test(button.ariaLabel ?? '')).toBe(flags.includes('sink'));
        expect(/, silent:/.test(button.ariaLabel ?? '')).toBe(flags.includes('silent'));
        expect(/, mostly silent:/.test(button.ariaLabel ?? '')).toBe(flags.includes('mostly-silent'));
      });
    });
  });
});

test('a head’s name says its strongest key, its row sum and its zeros as the report has them', async () => {
  const of = gallery.done();
  const { head } = await show(of);
  const answer = of.run.panes[0].answer;
  const { key, weight } = answer?.report.strongest[0][0] ?? { key: 0, weight: 0 };
  expect(head(0, 0, 0).ariaLabel).toBe(
    `Layer 0 head 0, attention sink: mean weight ${weight.toFixed(2)} on token ${key} <s>; row sum 1.00; zeros 0 %`,
  );
});

test('the text box is a textbox named exactly "Text"', async () => {
  await show('done');
  await expect.element(page.getByRole('textbox', { name: 'Text', exact: true })).toBeVisible();
});

test('"Download JSON" gives the pane’s whole report under the model’s name', async () => {
  const of = gallery.done();
  const { pane } = await show(of);
  const saved: { name: string; href: string }[] = [];
  const { click } = HTMLAnchorElement.prototype;
  HTMLAnchorElement.prototype.click = function () {
    saved.push({ name: this.download, href: this.href });
  };
  await userEvent.click(named(pane(1), 'button', 'Download JSON'));
  HTMLAnchorElement.prototype.click = click;
  expect(saved.map(({ name }) => name)).toEqual(['tiny-softpick.json']);
  const text = await (await fetch(saved[0].href)).text();
  expect(JSON.parse(text)).toEqual(of.run.panes[1].answer?.report);
  expect(text).toBe(`${JSON.stringify(of.run.panes[1].answer?.report, null, 2)}\n`);
});

test('embedded, there are only the panes, the legend and a link to the whole page', async () => {
  const { view } = await show('embed');
  expect(view.querySelector('textarea, header.page-header, .controls')).toBeNull();
  expect(view.querySelectorAll('section[data-model]').length).toBe(2);
  expect(view.querySelectorAll('.head').length).toBe(128);
  const link = named(view, 'a', 'Open in Softpick Explorer') as HTMLAnchorElement;
  expect(new URL(link.href).searchParams.has('embed')).toBe(false);
});

test.each(['open', 'done', 'embed'] as CaseName[])(
  'in the case "%s" the pane’s first canvas is its overview',
  async (name) => {
    const { view, pane } = await show(name);
    await drawn(view);
    expect(pane(0).querySelector('canvas')?.closest('.overview')).not.toBeNull();
  },
);
