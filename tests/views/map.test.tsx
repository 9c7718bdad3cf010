/** The large map under the pointer: crosshair, value, lock, and the rows that are read for it. */
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { gallery, readRow } from './gallery.tsx';
import { at } from './point.ts';
import { drawn, named, show } from './show.tsx';

async function openMap(props: Parameters<typeof show>[1] = {}) {
  await page.viewport(1440, 900);
  const of = gallery.open();
  const shown = await show(of, props);
  await drawn(shown.view);
  const fields = [...shown.view.querySelectorAll<HTMLElement>('.map-field')];
  const said = (pane: number) => shown.pane(pane).querySelector('.readout')?.textContent ?? '';
  return { ...shown, of, fields, said, tokens: of.run.panes[0].answer?.report.T ?? 0 };
}

test('the cell under the pointer is said in both panes, with both tokens, the weight and the row’s sum', async () => {
  const { of, fields, said, tokens } = await openMap();
  await at(fields[0], 30, 28, tokens);
  for (const pane of [0, 1]) {
    const answer = of.run.panes[pane].answer;
    const row = answer && (await readRow(answer.serial, 3, 5, 30));
    const [query, key] = [30, 28].map((index) => answer?.pieces[index].visible);
    await expect.poll(() => said(pane)).toContain(`query ‘${query}’ (30) → key ‘${key}’ (28): `);
    const weight = row?.[28] ?? -1;
    await expect.poll(() => said(pane)).toContain(weight < 0.1 ? weight.toPrecision(3) : weight.toFixed(3));
    const sum = row?.reduce((total, each) => total + each, 0) ?? -1;
    await expect.poll(() => said(pane)).toContain(`row sum ${sum.toFixed(2)}`);
  }
});

test('query and key are marked on both axes and in the token strip', async () => {
  const { view, of, fields, tokens } = await openMap();
  await at(fields[0], 41, 7, tokens);
  const pieces = of.run.panes[0].answer?.pieces;
  const marked = (selector: string) =>
    [...view.querySelectorAll(selector)].map(({ textContent }) => textContent);
  expect(marked('.token-strip [data-query]')).toEqual([pieces?.[41].visible]);
  expect(marked('.token-strip [data-key]')).toEqual([pieces?.[7].visible]);
  expect(marked('.axis[data-axis="queries"] [data-focused]')).toEqual(Array(2).fill(pieces?.[41].visible));
  expect(marked('.axis[data-axis="keys"] [data-focused]')).toEqual(Array(2).fill(pieces?.[7].visible));
});

test('a click locks the cell against the pointer; Escape unlocks it, then closes the map', async () => {
  const { view, fields, said, tokens } = await openMap();
  await at(fields[0], 20, 10, tokens, 'click');
  expect(said(0)).toMatch(/locked/);
  await at(fields[0], 50, 3, tokens);
  expect(said(0)).toMatch(/\(20\) → .*\(10\)/);
  await userEvent.keyboard('{Escape}');
  await at(fields[0], 50, 4, tokens);
  expect(said(0)).toMatch(/\(50\) → .*\(4\)/);
  await userEvent.keyboard('{Escape}');
  expect(view.querySelectorAll('.map-field').length).toBe(0);
});

test('a click on the locked cell unlocks it, and a click on another moves the lock there', async () => {
  const { fields, said, tokens } = await openMap();
  await at(fields[0], 20, 10, tokens, 'click');
  await at(fields[0], 22, 9, tokens, 'click');
  expect(said(0)).toMatch(/\(22\) → .*\(9\).*locked/);
  await at(fields[0], 22, 9, tokens, 'click');
  expect(said(0)).not.toMatch(/locked/);
});

test('the locked cell is the link’s: shown in both panes at once, and back after everything is drawn anew', async () => {
  const { view, pane } = await show('zoomed');
  await drawn(view);
  for (const index of [0, 1])
    expect(pane(index).querySelector('.readout')?.textContent).toMatch(/\(40\) → .*\(21\).*locked/);
  const marks = [...view.querySelectorAll<HTMLElement>('.head-map .crosshair')];
  expect(
    marks.map(({ style }) => ['query', 'key'].map((of) => style.getPropertyValue(`--at-${of}`))),
  ).toEqual(Array(2).fill(['40', '21']));
});

test('along the edges stand the sums of the rows and what keys get, the focused query’s own over the mean', async () => {
  const { view, fields, tokens, of } = await openMap();
  await at(fields[0], 30, 5, tokens);
  await expect.poll(() => view.querySelectorAll('.key-bars .edge-query[d]').length).toBe(2);
  const answer = of.run.panes[0].answer;
  const row = await readRow(answer?.serial ?? -1, 3, 5, 30);
  const bars = view.querySelector('.key-bars .edge-query') as SVGPathElement;
  const { width, height } = bars.getBBox();
  const strip = view.querySelector('.key-bars') as HTMLElement;
  expect(width).toBeLessThanOrEqual((strip.clientWidth * 31) / tokens + 1);
  // The page's scale is the square root, up to 1.
  expect(height / strip.clientHeight).toBeCloseTo(Math.sqrt(Math.max(...(row ?? []))), 2);
  const sums = view.querySelectorAll<SVGPathElement>('.row-sums .edge-query');
  expect(sums[0].getBBox().width).toBeCloseTo(36, 1);
  const other = of.run.panes[1].answer;
  const sum = (await readRow(other?.serial ?? -1, 3, 5, 30))?.reduce((total, each) => total + each, 0);
  await expect.poll(() => sums[1].getBBox().width).toBeCloseTo(36 * (sum ?? -1), 1);
});

test('the strips along the edges are pointed at like the map', async () => {
  const { view, said, tokens } = await openMap();
  const point = (selector: string, right: number, down: number) => {
    const strip = view.querySelector(selector) as HTMLElement;
    const position = { x: right * strip.clientWidth, y: down * strip.clientHeight };
    return userEvent.hover(strip, { position });
  };
  await point('.row-sums', 0.5, 30.5 / tokens);
  await expect.poll(() => said(0)).toMatch(/\(30\) → .*row sum 1\.00/);
  await point('.key-bars', 8.5 / tokens, 0.5);
  await expect.poll(() => said(0)).toMatch(/→ .*\(8\).*key’s mean \d\.\d\d/);
});

test('without a query the table has all tokens, with what each gets on average and its row’s sum', async () => {
  const { pane, view, of } = await openMap();
  await userEvent.click(named(pane(1), 'button', 'Sums as a table'));
  const rows = view.querySelectorAll('dialog[open] tbody tr');
  const answer = of.run.panes[1].answer;
  expect(rows.length).toBe(answer?.report.T);
  expect([...rows[0].children].map(({ textContent }) => textContent).slice(0, 2)).toEqual(['0', '<s>']);
});

test('"All heads" goes back, and the head that was open has the focus', async () => {
  const { pane, head } = await openMap();
  await userEvent.click(named(pane(1), 'button', /All heads/));
  expect(pane(1).querySelector('.map-field')).toBeNull();
  expect(document.activeElement).toBe(head(1, 3, 5));
});

test('each query’s row is read once, and a row that comes too late is not shown', async () => {
  const asked: { query: number; reply: (row: Float32Array) => void }[] = [];
  const of = gallery.open();
  const { view, pane } = await show(
    { ...of, spec: { ...of.spec, panes: of.spec.panes.slice(0, 1) } },
    {
      readRow: (_serial, _layer, _head, query) =>
        new Promise((reply) => asked.push({ query, reply: (row) => reply(row) })),
    },
  );
  await drawn(view);
  const field = view.querySelector('.map-field') as HTMLElement;
  const said = () => pane(0).querySelector('.readout')?.textContent ?? '';
  await at(field, 20, 5, 62);
  await at(field, 40, 5, 62);
  expect(said()).toMatch(/: …/);
  const reply = (query: number, weight: number) => {
    const found = asked.filter((each) => each.query === query);
    for (const each of found) each.reply(new Float32Array(62).fill(weight));
    return found.length;
  };
  reply(20, 0.25);
  await new Promise((wake) => setTimeout(wake, 30));
  expect(said()).toMatch(/\(40\) → .*: …/);
  reply(40, 0.5);
  await expect.poll(said).toMatch(/\(40\) → .*: 0\.500/);
  const before = asked.length;
  await at(field, 40, 6, 62);
  expect(said()).toMatch(/\(6\): 0\.500/);
  expect(asked.length).toBe(before);
});

test('a row of a head that is no longer shown does not hide the row of the one that is', async () => {
  const asked: { head: number; reply: (weight: number) => void }[] = [];
  const of = gallery.open();
  const spec = { ...of.spec, panes: of.spec.panes.slice(0, 1) };
  const { view, pane, head } = await show(
    { ...of, spec },
    {
      readRow: (_serial, _layer, head) =>
        new Promise((reply) => {
          asked.push({ head, reply: (weight) => reply(new Float32Array(62).fill(weight)) });
        }),
    },
  );
  await drawn(view);
  const said = () => pane(0).querySelector('.readout')?.textContent ?? '';
  await at(view.querySelector('.map-field') as HTMLElement, 40, 5, 62, 'click');
  await userEvent.click(head(0, 3, 6));
  const reply = (of: number, weight: number) => {
    for (const each of asked.filter(({ head }) => head === of)) each.reply(weight);
  };
  reply(6, 0.5);
  await expect.poll(said).toMatch(/: 0\.500/);
  reply(5, 0.25);
  await new Promise((wake) => setTimeout(wake, 30));
  expect(said()).toMatch(/: 0\.500/);
});

test('the row’s table has every key that the query may see, with its weight', async () => {
  const { view, fields, tokens, pane } = await openMap();
  await at(fields[0], 12, 3, tokens, 'click');
  await userEvent.click(named(pane(0), 'button', 'Row as a table'));
  const open = view.querySelector('dialog[open]') as HTMLDialogElement;
  expect(open.querySelectorAll('tbody tr').length).toBe(13);
  expect(open.querySelector('h3')?.textContent).toContain('(12)');
});

test('pointing at a head outlines it in both panes and says its numbers in each', async () => {
  const { view, pane, head } = await show('done');
  await userEvent.hover(head(0, 4, 6));
  expect(view.querySelectorAll('.outline-hover').length).toBe(2);
  for (const index of [0, 1])
    expect(pane(index).querySelector('.pane-readout')?.textContent).toMatch(/^L4 H6.*row sum/);
  expect(pane(0).querySelector('.pane-readout')?.getAttribute('aria-live')).toBe('off');
  expect(pane(1).querySelector('.pane-readout')?.getAttribute('aria-live')).toBe('polite');
});
