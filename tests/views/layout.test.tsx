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
  'done',
  'open',
  'openOwnRange',
  'zoomed',
  'difference',
  'loading',
  'tooLong',
  'big',
] as CaseName[])(
  'at 1440 × 900 the case "%s" is on one screen, every head of both panes included',
  async (name) => {
    await page.viewport(1440, 900);
    const { view } = await show(name);
    expect(view.scrollHeight).toBeLessThanOrEqual(900);
    const parts = view.querySelectorAll(
      'header, textarea, .token-strip, .controls, .numbers, .head, .map-field, .readout',
    );
    expect([...parts].filter((part) => !inside(part, 1440, 900))).toEqual([]);
  },
);

test.each(['done', 'open', 'difference', 'pinnedSix', 'tooLong', 'loading', 'big', 'embed'] as CaseName[])(
  'at 360 px the case "%s" does not scroll sideways',
  async (name) => {
    await page.viewport(360, 740);
    const { view } = await show(name);
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(360);
    const [first, second] = [...view.querySelectorAll('section.pane')].map((pane) =>
      pane.getBoundingClientRect(),
    );
    expect(second.top).toBeGreaterThanOrEqual(first.bottom);
  },
);

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
      const labels = [...view.querySelectorAll(`.head-map .axis[data-axis="${axis}"] span`)].slice(0, 40);
      const boxes = labels.map((label) => label.getBoundingClientRect());
      expect(boxes.length).toBeGreaterThan(15);
      boxes.slice(1).forEach((box, index) => {
        const next = box[from] - boxes[index][to];
        if (next > -300) expect(next).toBeGreaterThanOrEqual(-1);
      });
    }
  },
);
