/** One head minus another: which can be chosen, what is drawn and told, and why it sometimes cannot be. */
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { palettes } from '#attention';
import type { Spec } from '#share';
import type { AnswerPicture } from '#state';
import { type Case, draw, gallery, readRow } from './gallery.tsx';
import { at } from './point.ts';
import { drawn, show } from './show.tsx';

async function open(of: Case) {
  await page.viewport(1440, 900);
  let spec: Spec = of.spec;
  const requests: { serial: number; request: AnswerPicture }[] = [];
  const shown = await show(of, {
    onSpec: (change) => {
      spec = { ...spec, ...change };
    },
    draw: (serial, request) => {
      requests.push({ serial, request });
      return draw(serial, request);
    },
  });
  await drawn(shown.view);
  const large = () => requests.filter(({ request }) => request.tiles.length === 1);
  const menu = (pane: number) => shown.pane(pane).querySelector('.minus-menu') as HTMLSelectElement;
  const answers = of.run.panes.map(({ answer }) => answer);
  return { ...shown, spec: () => spec, large, menu, answers };
}

test('either pane may take the other’s same head away: each asks for its own difference', async () => {
  const { menu, spec, large, answers, pane } = await open(gallery.open());
  await userEvent.selectOptions(menu(0), 'pane');
  expect(spec().minus).toBe('pane');
  const [softmax, softpick] = answers.map((answer) => answer?.serial);
  await expect
    .poll(() =>
      large()
        .slice(-2)
        .map(({ serial, request }) => [serial, request.tiles[0].minus]),
    )
    .toEqual([
      [softmax, { serial: softpick, layer: 3, head: 5 }],
      [softpick, { serial: softmax, layer: 3, head: 5 }],
    ]);
  expect(menu(0).selectedOptions[0].text).toBe('− softpick, tiny');
  expect(pane(0).querySelector('.head-map')?.ariaLabel).toBe('Layer 3 head 5 minus L3 H5 of softpick, tiny');
  await userEvent.selectOptions(menu(0), 'nothing');
  await expect.poll(() => large().at(-1)?.request.tiles[0].minus).toBeUndefined();
});

test('a head of the same pane may be taken away, and the colours reach as far as the larger of the two', async () => {
  const { menu, spec, large, answers } = await open(gallery.openOwnRange());
  await userEvent.selectOptions(menu(1), '6.1');
  expect(spec().minus).toEqual({ layer: 6, head: 1 });
  const answer = answers[1];
  await expect
    .poll(() => large().at(-1)?.request.tiles[0].minus)
    .toEqual({
      serial: answer?.serial,
      layer: 6,
      head: 1,
    });
  const { weightMax } = answer ?? { weightMax: [] };
  expect(large().at(-1)?.request.tiles[0].limit).toBe(Math.max(weightMax[1][2], weightMax[6][1]));
});

test('the readout tells the difference with its sign, both weights and both sums, as the table does', async () => {
  const of = gallery.difference();
  const { pane, view, answers } = await open(of);
  const rows = await Promise.all(answers.map((answer) => readRow(answer?.serial ?? -1, 3, 5, 40)));
  const [own, other] = rows.map((row) => row ?? new Float32Array());
  const sum = (row: Float32Array) => row.reduce((total, weight) => total + weight, 0).toFixed(2);
  const keyed = own.findIndex((weight, key) => weight > 0.001 && other[key] === 0);
  const field = view.querySelector('.head-map .map-field') as HTMLElement;
  await at(field, 40, keyed, own.length, 'click');
  const text = own[keyed] < 0.1 ? own[keyed].toPrecision(3) : own[keyed].toFixed(3);
  const said = (index: number) => expect.poll(() => pane(index).querySelector('.readout')?.textContent);
  await said(0).toMatch(
    new RegExp(`\\(${keyed}\\): \\+${text}${text} − exactly 0 · row sum 1.00 − ${sum(other)}`),
  );
  await said(1).toMatch(new RegExp(`\\(${keyed}\\): −${text}exactly 0 − ${text} · `));
  await userEvent.click(pane(0).querySelector('.map-takeaways button') as HTMLElement);
  const cells = view.querySelectorAll(`dialog[open] tbody tr:nth-child(${keyed + 1}) > *`);
  expect([...cells].slice(2, 5).map(({ textContent }) => textContent)).toEqual([
    text,
    'exactly 0',
    `+${text}`,
  ]);
});

test('its legend has true numbers either side of 0, and the colour of an exact 0 of differences', async () => {
  const { pane, large } = await open(gallery.difference());
  const legend = pane(0).querySelector('.head-map .legend') as HTMLElement;
  const marks = [...legend.querySelectorAll('.legend-scale span')].map(({ textContent }) => textContent);
  expect(marks).toEqual(['−1', '−0.25', '0', '+0.25', '+1']);
  expect(large().at(-1)?.request.tiles[0].limit).toBe(1);
  const swatch = legend.querySelector<HTMLElement>('.swatch')?.style.getPropertyValue('--swatch');
  const theme = (pane(0).closest('[data-theme]') as HTMLElement).dataset.theme === 'dark' ? 'dark' : 'light';
  expect(swatch).toBe(`rgb(${palettes.warm[theme].difference.zero})`);
});

test('where the tokens differ it says so and draws the head alone', async () => {
  const { pane, large } = await open(gallery.differenceRefused());
  expect(pane(0).querySelector('.minus-why')?.textContent).toMatch(/cuts this text into other tokens/);
  expect(large().every(({ request }) => request.tiles[0].minus === undefined)).toBe(true);
});

test('while the other pane still computes, the picture that is there stays', async () => {
  const of = gallery.difference();
  const { again, large, pane } = await open(of);
  const before = large().length;
  const short = gallery.differenceRefused().run.panes[1];
  await again({ ...of, run: { ...of.run, panes: [of.run.panes[0], { ...short, status: 'running' }] } });
  expect(pane(0).querySelector('.minus-why')).toBeNull();
  expect(
    large()
      .slice(before)
      .every(({ serial }) => serial !== of.run.panes[0].answer?.serial),
  ).toBe(true);
});

test('of one pane alone the other’s head cannot be chosen', async () => {
  const of = gallery.open();
  const alone = {
    ...of,
    spec: { ...of.spec, panes: of.spec.panes.slice(0, 1) },
    run: { ...of.run, panes: of.run.panes.slice(0, 1) },
  };
  const { menu } = await open(alone);
  expect([...menu(0).options].some(({ value }) => value === 'pane')).toBe(false);
});

test('a link that takes away what is not there is told why', async () => {
  const of = gallery.open();
  const { pane } = await open({ ...of, spec: { ...of.spec, minus: { layer: 9, head: 9 } } });
  expect(pane(0).querySelector('.minus-why')?.textContent).toMatch(/no head of that number/);
});
