/** What fits where: one screen at 1440 × 900, no sideways scrolling at 360, labels that do not touch. */
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { CaseName } from './gallery.tsx';
import { drawn, show } from './show.tsx';

const inside = (element: Element, width: number, height: number) => {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  return left >= 0 && top >= 0 && right <= width && bottom <= height;
};

test.each([
  ...([
    'done',
    'open',
    'openOwnRange',
    'loading',
    'tooLong',
    'big',
    'bigSorted',
    'sorted',
    'filtered',
  ] as const),
  ...(['cells', 'cellsOpen', 'zoomed', 'difference'] as const),
])(
  'at 1440 × 900 the case "%s" is on one screen, every head of both panes included; the charts begin below',
  async (name) => {
    await page.viewport(1440, 900);
    const { view } = await show(name);
    const parts = view.querySelectorAll(
      'header, textarea, .token-strip, .controls, .tools, .numbers, .head, .map-field, .readout',
    );
    expect([...parts].filter((part) => !inside(part, 1440, 900))).toEqual([]);
    for (const charts of view.querySelectorAll('.charts'))
      expect(charts.getBoundingClientRect().top).toBeGreaterThan(850);
  },
);

test.each([
  ...(['done', 'open', 'difference', 'pinnedSix', 'tooLong', 'loading'] as const),
  ...(['big', 'bigSorted', 'cells', 'embed'] as const),
])('at 360 px the case "%s" does not scroll sideways', async (name) => {
  await page.viewport(360, 740);
  const { view } = await show(name);
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(360);
  const [first, second] = [...view.querySelectorAll('section.pane')].map((pane) =>
    pane.getBoundingClientRect(),
  );
  expect(second.top).toBeGreaterThanOrEqual(first.bottom);
});

test.each(['open', 'openLong'] as CaseName[])(
  'in the case "%s" no two labels of an axis touch',
  async (name) => {
    await page.viewport(1440, 900);
    const { view } = await show(name);
    await drawn(view);
    for (const [axis, from, to] of [
      ['queries', 'top', 'bottom'],
      ['keys', 'left', 'right'],
    ] as const) {
      const map = view.querySelector('.head-map') as HTMLElement;
      const labels = [...map.querySelectorAll(`.axis[data-axis="${axis}"] span`)];
      const boxes = labels.map((label) => label.getBoundingClientRect());
      expect(boxes.length).toBeGreaterThan(15);
      boxes.slice(1).forEach((box, index) => {
        const next = box[from] - boxes[index][to];
        if (next > -300) expect(next).toBeGreaterThanOrEqual(-1);
      });
    }
  },
);
