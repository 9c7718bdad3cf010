/** The overview as its reader arranges it: shown, sorted and filtered, by mouse and by keyboard, in both panes. */
import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { palettes } from '#attention';
import { type HeadMetricId, headMetricNamed } from '#metrics';
import type { Spec } from '#share';
import { draw, gallery } from './gallery.tsx';
import { drawn, named, show } from './show.tsx';

const tools = (view: HTMLElement) => view.querySelector('.tools') as HTMLElement;
const choose = (view: HTMLElement, label: string, option: string) =>
  userEvent.selectOptions(named(tools(view), 'select', label), option);
const shownIn = (pane: HTMLElement) =>
  [...pane.querySelectorAll<HTMLElement>('.head')].map(({ dataset }) => `${dataset.layer}.${dataset.head}`);
const readout = (pane: HTMLElement) => pane.querySelector('.pane-readout')?.textContent ?? '';

/** Heads of a pane by a metric, the largest first, equal ones as they come. */
function byMetric(of: ReturnType<typeof gallery.done>, pane: number, id: HeadMetricId): readonly string[] {
  const report = of.run.panes[pane].answer?.report;
  if (!report) throw new Error('tests: expected an answer, got none');
  const value = (layer: number, head: number) => headMetricNamed(id)?.of(report, layer, head) ?? -1;
  return report.flags
    .flatMap((heads, layer) => heads.map((_, head) => ({ layer, head, value: value(layer, head) })))
    .sort((a, b) => b.value - a.value)
    .map(({ layer, head }) => `${layer}.${head}`);
}

test('sorting by a metric orders each pane by its own heads, the direction turns it, and the readout says so', async () => {
  const of = gallery.done();
  const asked: Partial<Spec>[] = [];
  const { view, pane } = await show(of, { onSpec: (change) => asked.push(change) });
  await choose(view, 'Sort', 'Weight on token 0');
  expect(asked).toEqual([{ sort: { metric: 'first', rising: false } }]);
  for (const index of [0, 1]) expect(shownIn(pane(index))).toEqual(byMetric(of, index, 'first'));
  expect(readout(pane(0))).toMatch(/^Sorted by weight on token 0, largest first\./);
  const first = shownIn(pane(0))[0];
  await userEvent.click(named(tools(view), 'button', 'largest first'));
  expect(shownIn(pane(0)).at(-1)).toBe(first);
  await choose(view, 'Sort', 'layer by layer');
  expect(shownIn(pane(0)).slice(0, 3)).toEqual(['0.0', '0.1', '0.2']);
});

test('toggles, layers and a range filter the heads, the count is said, and one button shows all again', async () => {
  const { view, pane, head } = await show('done');
  const column = () => head(0, 1, 2).style.getPropertyValue('--column');
  const before = column();
  const sinks = named(tools(view), 'button', /^Sink heads: \d+ \+ \d+$/);
  await userEvent.click(sinks);
  expect(sinks.ariaPressed).toBe('true');
  const flagged = [...pane(0).querySelectorAll<HTMLElement>('.head')];
  expect(flagged.every(({ dataset }) => dataset.flags?.includes('sink'))).toBe(true);
  expect(readout(pane(0))).toMatch(new RegExp(`^${flagged.length} of 64 heads\\.`));
  expect(sinks.textContent?.startsWith(`${flagged.length} + `)).toBe(true);
  await userEvent.click(sinks);

  await userEvent.fill(named(tools(view), 'input', 'Layers, from'), '1');
  await userEvent.keyboard('{Enter}');
  expect(shownIn(pane(1))[0]).toBe('1.0');
  expect(column()).toBe(before);
  expect(pane(0).querySelector('.atlas-labels[data-axis="L"]')?.textContent).toBe('L1L2L3L4L5L6L7');

  await choose(view, 'Filter by', 'Row sum');
  await userEvent.fill(named(tools(view), 'input', 'Row sum, to'), '0,5');
  await userEvent.keyboard('{Enter}');
  expect(shownIn(pane(0))).toEqual([]);
  expect(readout(pane(0))).toMatch(/^0 of 64 heads\./);
  expect(shownIn(pane(1)).length).toBeGreaterThan(0);
  await userEvent.click(named(pane(0), 'button', 'Show all heads'));
  expect([shownIn(pane(0)).length, shownIn(pane(1)).length]).toEqual([64, 64]);
  expect(tools(view).textContent).not.toMatch(/Show all heads/);
  expect((named(tools(view), 'input', 'Row sum, to') as HTMLInputElement).value).toBe('');
});

test('a field keeps what is typed, takes effect at rest, and says what is no range', async () => {
  const asked: Partial<Spec>[] = [];
  const { view } = await show('done', { onSpec: (change) => asked.push(change) });
  const from = named(tools(view), 'input', 'Weight on token 0, from') as HTMLInputElement;
  const to = named(tools(view), 'input', 'Weight on token 0, to') as HTMLInputElement;
  await userEvent.type(from, '0.');
  await expect.poll(() => asked).toEqual([{ where: { metric: 'first', least: 0, most: null } }]);
  expect(from.value).toBe('0.');
  await userEvent.type(from, '50');
  await expect.poll(() => asked.length).toBe(2);
  expect([from.value, asked[1].where?.least]).toEqual(['0.50', 0.5]);
  await userEvent.fill(to, '0.2');
  await userEvent.tab();
  expect([to.value, to.ariaInvalid, asked.length]).toEqual(['0.2', 'true', 2]);
  expect(tools(view).textContent).toMatch(/not a range/);
  await userEvent.fill(from, '');
  await userEvent.fill(to, '');
  await userEvent.tab();
  expect(asked.at(-1)).toEqual({ where: null });
  expect(from.ariaInvalid).toBeNull();
});

test('a head that is pointed at is outlined in both panes, wherever each has sorted it', async () => {
  await page.viewport(1440, 1300);
  const { view, pane, head } = await show('sorted');
  const [left, right] = [shownIn(pane(0)), shownIn(pane(1))];
  const name = left.find((each, at) => right.indexOf(each) !== at) ?? '0.0';
  const [layer, index] = name.split('.').map(Number);
  await userEvent.hover(head(0, layer, index));
  for (const at of [0, 1]) {
    const outline = pane(at).querySelector('.outline-hover')?.getBoundingClientRect();
    const { left, top } = head(at, layer, index).getBoundingClientRect();
    expect([outline?.left, outline?.top]).toEqual([left, top]);
  }
  await expect.poll(() => view.querySelectorAll('.chart-hover').length).toBe(24);
});

test('arrow keys move in the arrangement shown: along the order, and over the gaps that a filter leaves', async () => {
  const place = () =>
    `${document.activeElement?.getAttribute('data-layer')}.${document.activeElement?.getAttribute('data-head')}`;
  const sorted = await show('sorted');
  const order = shownIn(sorted.pane(1));
  sorted.pane(1).querySelector<HTMLElement>('.head[tabindex="0"]')?.focus();
  await userEvent.keyboard('{ArrowRight}{ArrowRight}');
  expect(place()).toBe(order[2]);
  await userEvent.keyboard('{Control>}{End}{/Control}');
  expect(place()).toBe(order[63]);
  await userEvent.keyboard('{Enter}');
  expect(sorted.view.querySelectorAll('.head-map').length).toBe(2);
  expect(shownIn(sorted.pane(1))).toEqual(order);
});

test('over the gaps of a filter every key finds a head, and the tab stop is one that is shown', async () => {
  const { pane } = await show('filtered');
  const names = shownIn(pane(0));
  const first = pane(0).querySelectorAll<HTMLElement>('.head[tabindex="0"]');
  expect(first.length).toBe(1);
  first[0].focus();
  const seen = new Set<string>();
  for (const key of [
    '{ArrowDown}',
    '{ArrowRight}',
    '{ArrowDown}',
    '{Home}',
    '{PageDown}',
    '{ArrowUp}',
    '{End}',
  ]) {
    await userEvent.keyboard(key);
    const { layer, head } = (document.activeElement as HTMLElement).dataset;
    seen.add(`${layer}.${head}`);
    expect(names).toContain(`${layer}.${head}`);
  }
  expect(seen.size).toBeGreaterThan(3);
});

test('a metric is shown as cells from 0 to what it can be, hatched where it has no value, and no weights are drawn', async () => {
  const of = gallery.cells();
  const spy = vi.fn(draw);
  const { view, pane, head } = await show(of, { draw: spy });
  expect(spy).not.toHaveBeenCalled();
  expect(view.querySelectorAll('canvas').length).toBe(0);
  const report = of.run.panes[1].answer?.report;
  const most = Math.log(report?.T ?? 0);
  const values = headMetricNamed('entropy');
  const { colours } = palettes.warm.light;
  let hatched = 0;
  report?.flags.forEach((heads, layer) => {
    heads.forEach((_, index) => {
      const value = values?.of(report, layer, index) ?? null;
      const cell = head(1, layer, index);
      if (value === null) {
        hatched += 1;
        expect(cell.dataset.undefined).toBe('true');
        expect(cell.ariaLabel).toMatch(/Entropy: not defined$/);
      } else if (value > 0) {
        const at = 3 * Math.floor((255 * value) / most + 0.5);
        expect(getComputedStyle(cell).backgroundColor).toBe(
          `rgb(${[...colours.subarray(at, at + 3)].join(', ')})`,
        );
        expect(cell.querySelector('.head-value')?.getAttribute('data-text')).toBe(
          value < 0.005 ? '<0.01' : value.toFixed(2),
        );
      }
    });
  });
  expect(hatched).toBeGreaterThan(0);
  const legend = named(view, '.controls .legend', /^Entropy/);
  expect(legend.textContent).toContain(`${most.toPrecision(3)}nats`);
  await choose(view, 'Show', 'maps');
  await drawn(view);
  expect(pane(0).querySelectorAll('canvas').length).toBe(1);
});

test('a chart says its values on hover and by keyboard, and pressing it colours the heads by its metric and back', async () => {
  const of = gallery.done();
  const { view, pane } = await show(of);
  const said = () => pane(1).querySelector('.charts-head p')?.textContent ?? '';
  const chart = (id: string) => pane(1).querySelector(`[data-series="${id}"]`) as HTMLElement;
  expect(pane(1).querySelectorAll('.charts [tabindex="0"]').length).toBe(1);
  chart('first').focus();
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowRight}');
  expect(document.activeElement).toBe(chart('rowsum'));
  const sums = of.run.panes[1].answer?.report.rowsum[1] ?? [];
  const mean = (sums.reduce((a, b) => a + b, 0) / sums.length).toFixed(2);
  expect(said()).toMatch(new RegExp(`^Row sum, layer 1: mean ${mean}, heads from `));
  await userEvent.keyboard('{Enter}');
  expect(chart('rowsum').ariaPressed).toBe('true');
  expect(view.querySelectorAll('canvas').length).toBe(0);
  expect((named(tools(view), 'select', 'Show') as HTMLSelectElement).value).toBe('rowsum');
  await userEvent.click(chart('rowsum'));
  expect(chart('rowsum').ariaPressed).toBe('false');
  await userEvent.hover(chart('hidden').querySelector('.chart-field') as HTMLElement, {
    position: { x: 2, y: 20 },
  });
  expect(said()).toBe('Largest |hidden value|, after layer 0: 42.2');
});

test('charts of both panes have one scale, and the tables behind them and behind the maps say all metrics', async () => {
  const { pane } = await show('sorted');
  const tops = (at: number) =>
    [...pane(at).querySelectorAll('.chart-title small')].map(({ textContent }) => textContent);
  expect(tops(0)).toEqual(tops(1));
  await userEvent.click(named(pane(0), 'button', 'Layer means as a table'));
  const [heads, layers] = pane(0).querySelectorAll('dialog');
  expect([layers.querySelectorAll('thead th').length, layers.querySelectorAll('tbody tr').length]).toEqual([
    13, 8,
  ]);
  await userEvent.keyboard('{Escape}');
  await userEvent.click(named(pane(0), 'button', 'Numbers as a table'));
  const rows = [...heads.querySelectorAll<HTMLTableRowElement>('tbody tr')].map(
    ({ cells }) => `${cells[0].textContent}.${cells[1].textContent}`,
  );
  expect(heads.querySelectorAll('thead th').length).toBe(15);
  expect(rows).toEqual(shownIn(pane(0)));
});

test('1,024 heads of each pane scroll inside it, and the head that is reached by keyboard is in sight', async () => {
  await page.viewport(1440, 900);
  const { pane, head } = await show('huge');
  const overview = pane(0).querySelector('.overview') as HTMLElement;
  expect(pane(0).querySelectorAll('.head').length).toBe(1024);
  expect(overview.scrollWidth).toBeLessThanOrEqual(overview.clientWidth);
  head(0, 0, 0).focus();
  await userEvent.keyboard('{Control>}{End}{/Control}');
  expect(document.activeElement).toBe(head(0, 31, 31));
  const [last, seen] = [head(0, 31, 31), overview].map((each) => each.getBoundingClientRect());
  expect(last.bottom).toBeLessThanOrEqual(seen.bottom + 1);
  expect(last.top).toBeGreaterThanOrEqual(seen.top);
});

test('on a phone the tools wait behind their summary, which says how many are set', async () => {
  await page.viewport(360, 740);
  const { view } = await show('filtered');
  const details = view.querySelector('details.overview-tools') as HTMLDetailsElement;
  expect(details.open).toBe(false);
  const summary = details.querySelector('summary') as HTMLElement;
  expect(summary.textContent).toMatch(/3 set/);
  await userEvent.click(summary);
  expect(details.open).toBe(true);
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(360);
  await page.viewport(1440, 900);
});
