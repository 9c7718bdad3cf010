/** Pinned heads: by button and by key, up to six, side by side, with the cell and the zoom of all large maps. */
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Spec } from '#share';
import { type Case, gallery, readRow } from './gallery.tsx';
import { at } from './point.ts';
import { drawn, named, show } from './show.tsx';

async function open(of: Case) {
  await page.viewport(1440, 900);
  let spec: Spec = of.spec;
  const shown = await show(of, {
    onSpec: (change) => {
      spec = { ...spec, ...change };
    },
  });
  await drawn(shown.view);
  const pinned = () => [...shown.view.querySelectorAll<HTMLElement>('.pinned-map')];
  const said = () => shown.view.querySelector('.notice')?.textContent;
  return { ...shown, spec: () => spec, pinned, said };
}

test('the button of a large map pins it, and takes the pin away again', async () => {
  const { pane, spec, pinned, said } = await open(gallery.open());
  const button = () => named(pane(1), 'button', 'Pin');
  await userEvent.click(button());
  expect(spec().pins).toEqual([{ pane: 1, layer: 3, head: 5 }]);
  expect(button().ariaPressed).toBe('true');
  expect(pinned().map(({ ariaLabel }) => ariaLabel)).toEqual(['L3 H5 of softpick, tiny']);
  expect(said()).toBe('L3 H5 of softpick, tiny is pinned.');
  await userEvent.click(button());
  expect(spec().pins).toEqual([]);
  expect(pinned()).toEqual([]);
});

test('P pins the head in focus, in the overview and on its map, and on a pinned map takes it away', async () => {
  const { view, head, pane, spec, pinned } = await open(gallery.done());
  head(0, 2, 3).focus();
  await userEvent.keyboard('p{ArrowRight}p{Enter}');
  expect(spec().pins).toEqual([
    { pane: 0, layer: 2, head: 3 },
    { pane: 0, layer: 2, head: 4 },
  ]);
  pane(1).querySelector<HTMLElement>('.map-field')?.focus();
  await userEvent.keyboard('p');
  expect(spec().pins[2]).toEqual({ pane: 1, layer: 2, head: 4 });
  await drawn(view);
  pinned()[1].querySelector<HTMLElement>('.map-field')?.focus();
  await userEvent.keyboard('p');
  expect(pinned().map(({ ariaLabel }) => ariaLabel)).toEqual([
    'L2 H3 of softmax, tiny',
    'L2 H4 of softpick, tiny',
  ]);
  expect(document.activeElement).toBe(pinned()[1].querySelector('.map-field'));
});

test('six maps stand side by side at 1440 px; a seventh is refused in words', async () => {
  const of = gallery.pinnedSix();
  const { head, spec, pinned, said } = await open(of);
  const boxes = pinned().map((map) => map.getBoundingClientRect());
  expect(new Set(boxes.map(({ top }) => top)).size).toBe(1);
  expect(boxes.every(({ left, right }) => left >= 0 && right <= 1440)).toBe(true);
  head(0, 4, 4).focus();
  await userEvent.keyboard('p');
  expect(spec().pins).toEqual(of.spec.pins);
  expect(said()).toBe('6 heads are pinned, the most at once: unpin one first.');
});

test('the cell under the pointer is shown in every pinned map, each with its own weight; a click locks it for all', async () => {
  const of = gallery.pinnedThree();
  const { view, spec, pinned } = await open({ ...of, spec: { ...of.spec, zoom: null, cell: null } });
  const fields = pinned().map((map) => map.querySelector('.map-field') as HTMLElement);
  const read = () => pinned().map((map) => map.querySelector('.pinned-readout')?.textContent);
  await at(fields[0], 30, 12, 62);
  const weights = of.spec.pins.map(async ({ pane, layer, head }) => {
    const row = await readRow(of.run.panes[pane].answer?.serial ?? -1, layer, head, 30);
    const weight = row?.[12] ?? -1;
    return weight === 0 ? 'exactly 0' : weight.toPrecision(3);
  });
  const expected = (await Promise.all(weights)).map(
    (weight) => new RegExp(`^${weight} .*\\(30\\) → .*\\(12\\)$`),
  );
  await expect.poll(read).toEqual(expected.map((each) => expect.stringMatching(each)));
  await at(fields[2], 31, 4, 62, 'click');
  expect(spec().cell).toEqual({ query: 31, keyed: 4 });
  expect(view.querySelector('.head-map .readout')?.textContent).toMatch(/\(31\) → .*\(4\).*locked/);
  await userEvent.keyboard('{Escape}');
  expect(spec().cell).toBeNull();
  expect(spec().head).not.toBeNull();
});

test('zoom is the same in all large maps', async () => {
  const { view } = await open(gallery.pinnedThree());
  const shown = [...view.querySelectorAll<HTMLElement>('.map-field')].map((field) =>
    ['query', 'queries', 'key', 'keys']
      .map((name) => field.style.getPropertyValue(`--shown-${name}`))
      .join(' '),
  );
  expect(shown).toEqual(Array(5).fill('30 20 10 20'));
});

test('a pin whose pane or head is not there is left out, and stays in the link', async () => {
  const of = gallery.pinnedSix();
  const { spec, pinned } = await open({
    ...of,
    spec: {
      ...of.spec,
      panes: of.spec.panes.slice(0, 1),
      pins: [...of.spec.pins.slice(0, 2), { pane: 0, layer: 99, head: 0 }],
    },
    run: { ...of.run, panes: of.run.panes.slice(0, 1) },
  });
  expect(pinned().map(({ ariaLabel }) => ariaLabel)).toEqual(['L3 H5 of softmax, tiny']);
  expect(spec().pins.length).toBe(3);
});

test('embedded, pinned maps are shown without what changes them', async () => {
  const { view, pinned } = await open(gallery.pinnedEmbed());
  expect(pinned().length).toBe(2);
  expect(view.querySelectorAll('.pinned-maps button').length).toBe(0);
  pinned()[0].querySelector<HTMLElement>('.map-field')?.focus();
  await userEvent.keyboard('p');
  expect(pinned().length).toBe(2);
});
