/** The tokens: what colours them, what they say, and how they are gone through by pointer and by keyboard. */
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { colourOf, palettes } from '#attention';
import type { Answer } from '#state';
import { gallery, readColumn, readRow } from './gallery.tsx';
import { drawn, named, show } from './show.tsx';

const chipsOf = (view: HTMLElement) => [...view.querySelectorAll<HTMLElement>('.token-strip .chip')];
const fillOf = (chip: HTMLElement) => getComputedStyle(chip).backgroundColor;

const css = (colour: readonly number[]) => `rgb(${colour.slice(0, 3).join(', ')})`;
/** As the maps of the gallery are coloured: square root, 0 to 1. */
const weightColour = (weight: number) => css(colourOf(palettes.warm.light, 'sqrt', 1, weight));

async function openStrip(props: Parameters<typeof show>[1] = {}) {
  await page.viewport(1440, 900);
  const of = gallery.open();
  const shown = await show({ ...of, frame: { ...of.frame, theme: 'light' } }, props);
  await drawn(shown.view);
  const answers = of.run.panes.map(({ answer }) => answer as Answer);
  const fields = [...shown.view.querySelectorAll<HTMLElement>('.map-field')];
  const tokens = answers[0].report.T;
  const lock = async (pane: number, query: number, key: number) => {
    const { width, height } = fields[pane].getBoundingClientRect();
    const position = { x: ((key + 0.5) / tokens) * width, y: ((query + 0.5) / tokens) * height };
    await userEvent.click(fields[pane], { position });
  };
  const by = (choice: string) =>
    userEvent.click(
      shown.view.querySelector(`.strip input[value="${choice}"]`)?.parentElement as HTMLElement,
    );
  const label = () => shown.view.querySelector('.strip-of')?.textContent ?? '';
  const said = () => shown.view.querySelector('.strip-said')?.textContent ?? '';
  return { ...shown, of, answers, tokens, lock, by, label, said, chips: () => chipsOf(shown.view) };
}

test('by query: each token up to the locked query has the colour of its weight in the pane pointed at', async () => {
  const { answers, lock, chips, label } = await openStrip();
  await lock(1, 41, 7);
  const row = (await readRow(answers[1].serial, 3, 5, 41)) ?? new Float32Array();
  expect(row.some((weight) => weight > 0)).toBe(true);
  const wanted = Array.from(row.subarray(0, 42), weightColour);
  await expect.poll(() => chips().slice(0, 42).map(fillOf)).toEqual(wanted);
  expect(
    chips()
      .slice(42)
      .filter(({ style }) => style.background !== ''),
  ).toEqual([]);
  expect(label()).toMatch(/^softpick, tiny L3 H5/);
});

test('an exact zero has the colour that no weight has', async () => {
  const zeros: typeof readRow = async () => new Float32Array(62);
  const { lock, chips } = await openStrip({ readRow: zeros });
  await lock(0, 9, 0);
  await expect.poll(() => fillOf(chips()[9])).toBe(css(palettes.warm.light.zero));
});

test('by key: each token from the locked key on has the colour of its weight on it', async () => {
  const { answers, lock, by, chips } = await openStrip();
  await lock(0, 41, 7);
  await by('key');
  const column = (await readColumn(answers[0].serial, 3, 5, 7)) ?? new Float32Array();
  const wanted = Array.from(column.subarray(7), weightColour);
  await expect.poll(() => chips().slice(7).map(fillOf)).toEqual(wanted);
  expect(
    chips()
      .slice(0, 7)
      .filter(({ style }) => style.background !== ''),
  ).toEqual([]);
});

test('by loss: no head need be open, the scale ends at the largest loss of both models, and the first has none', async () => {
  const of = gallery.tokensByLoss();
  const { view } = await show({ ...of, frame: { ...of.frame, theme: 'light' } });
  const [first, second] = of.run.panes.map(({ answer }) => answer?.losses ?? []);
  const largest = Math.max(...first, ...second);
  const chips = chipsOf(view);
  expect(chips[0].style.background).toBe('');
  expect(chips.slice(1).map(fillOf)).toEqual(
    first.map((loss) => css(colourOf(palettes.warm.light, 'linear', largest, loss))),
  );
  expect(view.querySelector('.loss-legend')?.textContent).toContain(`${largest.toFixed(2)} nats`);
  await userEvent.click(named(view, '.strip-of', /softmax, tiny/));
  expect(view.querySelector('.strip-of')?.textContent).toMatch(/^softpick, tiny/);
  expect(chipsOf(view).slice(1).map(fillOf)).toEqual(
    second.map((loss) => css(colourOf(palettes.warm.light, 'linear', largest, loss))),
  );
});

test('the strip shows the head of the pane pointed at last; a lock keeps it, and the button shows the other', async () => {
  const { lock, label, head, view } = await openStrip();
  expect(label()).toMatch(/^softmax, tiny L3 H5/);
  await userEvent.hover(head(1, 2, 2));
  expect(label()).toMatch(/^softpick, tiny/);
  await lock(0, 30, 2);
  await userEvent.hover(head(1, 2, 3));
  expect(label()).toMatch(/^softmax, tiny/);
  await userEvent.click(view.querySelector('.strip-of') as HTMLElement);
  expect(label()).toMatch(/^softpick, tiny/);
});

test.each(['light', 'dark'] as const)(
  'in the %s theme every token is read on its colour at a contrast of 4.5, whatever its weight',
  async (theme) => {
    const ramp: typeof readRow = async (_serial, _layer, _head, query) =>
      Float32Array.from({ length: 62 }, (_, key) => ((key + (query % 5) / 5) / 61) ** 2);
    const { view, lock, again, of } = await openStrip({ readRow: ramp });
    await again({ ...of, frame: { ...of.frame, theme } }, { readRow: ramp });
    const seen = new Set<string>();
    for (const query of [56, 57, 58, 59, 60]) {
      await lock(0, query, 0);
      await expect.poll(() => chipsOf(view)[query].style.background).not.toBe('');
      for (const chip of chipsOf(view).slice(0, query + 1)) {
        const [paper, ink] = [fillOf(chip), getComputedStyle(chip).color].map(luminance);
        expect((Math.max(paper, ink) + 0.05) / (Math.min(paper, ink) + 0.05)).toBeGreaterThanOrEqual(4.5);
        seen.add(fillOf(chip));
      }
    }
    expect(seen.size).toBeGreaterThan(200);
  },
);

/** WCAG 2.2, relative luminance. */
function luminance(colour: string): number {
  const [red, green, blue] = (colour.match(/\d+/g) ?? []).map((level) => {
    const share = Number(level) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

test('a token under the pointer says its index, its id, its loss in each model and its weight', async () => {
  const { answers, lock, chips, said } = await openStrip();
  await lock(0, 41, 7);
  const row = (await readRow(answers[0].serial, 3, 5, 41)) ?? new Float32Array();
  const token = row.indexOf(Math.max(...row.subarray(1)), 1);
  await userEvent.hover(chips()[token]);
  const [first, second] = answers.map(({ losses }) => losses[token - 1].toFixed(2));
  const { visible, id } = answers[0].pieces[token];
  expect(row[token]).toBeGreaterThan(0.1);
  await expect
    .poll(said)
    .toBe(
      `‘${visible}’ (${token}) · id ${id} · loss ${first} (softmax, tiny), ${second} (softpick, tiny) · weight ${row[token].toFixed(3)}`,
    );
});

test('a click on a token locks it as the query, or as the key where tokens are by key; again, it unlocks', async () => {
  const { chips, by, pane } = await openStrip();
  const readout = () => pane(0).querySelector('.readout')?.textContent ?? '';
  await userEvent.click(chips()[20]);
  await expect.poll(readout).toMatch(/^query ‘.*’ \(20\) → key ‘<s>’ \(0\): .*locked/);
  await by('key');
  await userEvent.click(chips()[5]);
  await expect.poll(readout).toMatch(/\(20\) → key ‘.*’ \(5\): .*locked/);
  await userEvent.click(chips()[30]);
  await expect.poll(readout).toMatch(/\(61\) → key ‘.*’ \(30\): .*locked/);
  await userEvent.click(chips()[30]);
  await expect.poll(readout).not.toMatch(/locked/);
});

test('by keyboard: one stop, arrows along and across the lines, Home, End, Enter locks and Escape unlocks', async () => {
  const { view, chips, said, pane } = await openStrip();
  const at = () => chips().indexOf(document.activeElement as HTMLElement);
  const tops = chips().map((chip) => chip.getBoundingClientRect().top);
  expect(view.querySelectorAll('.chip[tabindex="0"]').length).toBe(1);
  chips()[0].focus();
  await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}{ArrowLeft}');
  expect(at()).toBe(2);
  expect(said()).toMatch(/\(2\)/);
  expect(view.querySelector('.strip-said')?.getAttribute('aria-live')).toBe('polite');
  await userEvent.keyboard('{ArrowDown}');
  expect(tops[at()]).toBeGreaterThan(tops[2]);
  await userEvent.keyboard('{ArrowUp}');
  expect(tops[at()]).toBe(tops[2]);
  await userEvent.keyboard('{End}{ArrowRight}');
  expect(at()).toBe(61);
  await userEvent.keyboard('{Home}{ArrowLeft}{ArrowRight}{Enter}');
  expect(at()).toBe(1);
  expect(pane(0).querySelector('.readout')?.textContent).toMatch(/^query ‘.*’ \(1\).*locked/);
  await userEvent.keyboard('{Escape}');
  expect(pane(0).querySelector('.readout')?.textContent).not.toMatch(/locked/);
  expect(view.querySelectorAll('.chip[tabindex="0"]').length).toBe(1);
});

test('a lock beyond the end of a shortened text is ignored, and there again when the text is', async () => {
  const { view, of, lock, again } = await openStrip();
  await lock(0, 55, 50);
  const marks = () => [...view.querySelectorAll('.chip[data-query], .chip[data-key]')].length;
  expect(marks()).toBe(2);
  const short = gallery.short();
  await again({ ...of, run: short.run });
  expect(chipsOf(view).length).toBe(short.run.panes[0].answer?.report.T);
  expect(marks()).toBe(0);
  await again(of);
  expect(marks()).toBe(2);
});

test('a row that both the map and the tokens show is read once', async () => {
  const asked: string[] = [];
  const { lock, chips } = await openStrip({
    readRow: (...of) => {
      asked.push(of.join(' '));
      return readRow(...of);
    },
  });
  await lock(0, 33, 3);
  await expect.poll(() => chips()[33].style.background).not.toBe('');
  expect(asked.length).toBeGreaterThan(0);
  expect(new Set(asked).size).toBe(asked.length);
});

test('the table has each token with its id and its loss in each model', async () => {
  const of = gallery.done();
  const { view } = await show(of);
  await userEvent.click(named(view, 'button', 'Tokens as a table'));
  const rows = [...view.querySelectorAll('dialog[open] tbody tr')].map((row) =>
    [...row.children].map(({ textContent }) => textContent),
  );
  expect(rows.length).toBe(62);
  const [first, second] = of.run.panes.map(({ answer }) => answer);
  expect(rows[0]).toEqual(['0', '<s>', '0', '–', '–']);
  const losses = [first, second].map((answer) => answer?.losses[8].toFixed(4));
  expect(rows[9]).toEqual(['9', first?.pieces[9].visible, String(first?.pieces[9].id), ...losses]);
});

test('while one model has answered a newer text and the other has not, there is one strip', async () => {
  const of = gallery.done();
  const newer = gallery.running();
  const { view } = await show({ ...of, run: { ...of.run, panes: [newer.run.panes[0], of.run.panes[1]] } });
  expect(view.querySelectorAll('.token-strip').length).toBe(1);
});
