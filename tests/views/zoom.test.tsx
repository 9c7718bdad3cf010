/** Zooming and panning of large maps: by wheel, drag, fingers, keys and buttons; what is asked for and what is kept. */
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { PictureRequest } from '#attention';
import type { Spec } from '#share';
import { type CaseName, draw, gallery } from './gallery.tsx';
import { at, touch, turn } from './point.ts';
import { drawn, named, show } from './show.tsx';

async function openMap(name: CaseName = 'open', panes = 1) {
  await page.viewport(1000, 900);
  const made = gallery[name]();
  const of = { ...made, spec: { ...made.spec, panes: made.spec.panes.slice(0, panes) } };
  const requests: PictureRequest[] = [];
  let spec: Spec = of.spec;
  const shown = await show(of, {
    onSpec: (change) => {
      spec = { ...spec, ...change };
    },
    draw: (serial, request) => {
      requests.push(request);
      return draw(serial, request);
    },
  });
  await drawn(shown.view);
  const field = shown.view.querySelector('.head-map .map-field') as HTMLElement;
  return { ...shown, field, requests, spec: () => spec, tokens: of.run.panes[0].answer?.report.T ?? 0 };
}

const sizes = ({ zoom }: Spec) => zoom && [zoom.queries, zoom.keys].map(([from, to]) => to - from);

test('the wheel zooms in where the pointer is, in both panes, and asks for those cells at the size shown', async () => {
  const { view, field, requests, spec, tokens } = await openMap('open', 2);
  expect(await turn(field, -120, { right: 0.25, down: 0.75 })).toBe(true);
  const { queries, keys } = spec().zoom ?? { queries: [0, 0], keys: [0, 0] };
  expect(queries[1] - queries[0]).toBeLessThan(tokens);
  expect(queries[0]).toBeGreaterThan(keys[0]);
  await drawn(view);
  const last = requests[requests.length - 1];
  expect(last.tiles.map(({ queries, keys }) => [queries, keys])).toEqual([[queries, keys]]);
  expect([last.tiles[0].width, last.tiles[0].height]).toEqual([last.width, last.height]);
  const sheets = [...view.querySelectorAll<HTMLElement>('.head-map .sheet')];
  expect(sheets.length).toBe(4);
  const box = (element: Element) => element.getBoundingClientRect();
  expect(box(sheets[1]).width).toBeCloseTo(box(field).width, 0);
  expect(box(sheets[0]).width / box(field).width).toBeCloseTo(tokens / (keys[1] - keys[0]), 1);
});

test('of all of the map the wheel outwards is the page’s; zoomed in it is the map’s until all is shown', async () => {
  const { field, spec } = await openMap();
  expect(await turn(field, 120)).toBe(false);
  expect(spec().zoom).toBeNull();
  expect(await turn(field, -120)).toBe(true);
  expect(spec().zoom).not.toBeNull();
  expect(await turn(field, 400)).toBe(true);
  expect(spec().zoom).toBeNull();
  expect(await turn(field, 120)).toBe(false);
});

test('a page that is being scrolled past does not zoom the maps that come under the pointer', async () => {
  const { field, spec } = await openMap();
  document.dispatchEvent(new Event('scroll'));
  expect(await turn(field, -120)).toBe(false);
  expect(spec().zoom).toBeNull();
});

test('small turns of the wheel add up', async () => {
  const { field, spec, tokens } = await openMap();
  for (let step = 0; step < 12; step++) await turn(field, -4);
  expect(sizes(spec())?.[0]).toBeLessThan(tokens - 3);
});

test('a drag moves the part by whole cells and locks nothing; a click still locks', async () => {
  const { field, spec } = await openMap('zoomed');
  await userEvent.keyboard('{Escape}');
  expect(spec().cell).toBeNull();
  const finger = (right: number, down: number) => [{ id: 1, right, down }];
  await touch(field, 'pointerdown', finger(0.5, 0.5), 'mouse');
  await touch(field, 'pointermove', finger(0.7, 0.4), 'mouse');
  expect(spec().zoom).toEqual({ queries: [32, 52], keys: [6, 26] });
  expect(field.dataset.dragging).toBe('');
  await touch(field, 'pointerup', finger(0.7, 0.4), 'mouse');
  field.click();
  expect(spec().cell).toBeNull();
  expect(field.dataset.dragging).toBeUndefined();
  await at(field, 5, 5, 20, 'click');
  expect(spec().cell).toEqual({ query: 37, keyed: 11 });
});

test('two fingers zoom by their distance, and their middle stays on its cell', async () => {
  const { field, spec } = await openMap('zoomed');
  await touch(field, 'pointerdown', [
    { id: 5, right: 0.4, down: 0.4 },
    { id: 6, right: 0.6, down: 0.6 },
  ]);
  await touch(field, 'pointermove', [
    { id: 5, right: 0.3, down: 0.3 },
    { id: 6, right: 0.7, down: 0.7 },
  ]);
  expect(spec().zoom).toEqual({ queries: [35, 45], keys: [15, 25] });
  await touch(field, 'pointerup', [{ id: 6, right: 0.7, down: 0.7 }]);
  await touch(field, 'pointermove', [{ id: 5, right: 0.5, down: 0.3 }]);
  expect(spec().zoom).toEqual({ queries: [35, 45], keys: [13, 23] });
});

test('plus and minus zoom at the cell in focus, 0 and a double click show all; the lock stays as it was', async () => {
  const { field, spec } = await openMap('zoomed');
  field.focus();
  await userEvent.keyboard('+');
  expect(sizes(spec())).toEqual([13, 13]);
  const { queries, keys } = spec().zoom ?? { queries: [0, 0], keys: [0, 0] };
  expect(queries[0] <= 40 && 40 < queries[1] && keys[0] <= 21 && 21 < keys[1]).toBe(true);
  await userEvent.keyboard('++++++++');
  expect(sizes(spec())).toEqual([4, 4]);
  await userEvent.keyboard('-');
  expect(sizes(spec())).toEqual([6, 6]);
  await userEvent.keyboard('0');
  expect(spec().zoom).toBeNull();
  await userEvent.keyboard('+');
  await at(field, 1, 1, 8, 'dblClick');
  expect(spec().zoom).toBeNull();
  expect(spec().cell).toEqual({ query: 40, keyed: 21 });
});

test('arrow keys keep the cell in view', async () => {
  const { field, spec } = await openMap('zoomed');
  field.focus();
  await userEvent.keyboard('{Escape}{End}');
  expect(spec().zoom?.keys[1]).toBe(62);
  await userEvent.keyboard('{Home}{PageUp}');
  expect(spec().zoom).toEqual({ queries: [0, 20], keys: [0, 20] });
});

test('the buttons do what the keys do, and say when there is nothing more to do', async () => {
  const { pane, spec } = await openMap();
  const button = (name: string) => named(pane(0), 'button', name) as HTMLButtonElement;
  expect(button('Zoom out (−)').disabled).toBe(true);
  for (let click = 0; click < 7; click++) await userEvent.click(button('Zoom in (+)'));
  expect(sizes(spec())).toEqual([4, 4]);
  expect(button('Zoom in (+)').disabled).toBe(true);
  await userEvent.click(button('Show all (0)'));
  expect(spec().zoom).toBeNull();
});

test('what is shown is said, and every token of a close part has its name, long ones whole in their title', async () => {
  const { view, pane } = await openMap('zoomed');
  const status = [...view.querySelectorAll('[role="status"]')].map(({ textContent }) => textContent);
  expect(status).toContain('Queries 30 to 49 and keys 10 to 29 are shown.');
  const labels = pane(0).querySelectorAll<HTMLElement>(
    '.head-map .axis[data-axis="keys"] span:not([data-covered])',
  );
  const named = new Set([...labels].map(({ title }) => Number(title.split(':')[0])));
  expect([...named].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => 10 + index));
});

test('a zoom made on a longer text is kept inside a shorter one', async () => {
  const of = gallery.zoomed();
  const { view } = await show({
    ...of,
    spec: { ...of.spec, zoom: { queries: [400, 432], keys: [0, 9000] } },
  });
  await drawn(view);
  const field = view.querySelector('.map-field') as HTMLElement;
  const shown = ['query', 'queries', 'key', 'keys'].map((name) =>
    field.style.getPropertyValue(`--shown-${name}`),
  );
  expect(shown).toEqual(['30', '32', '0', '62']);
});
