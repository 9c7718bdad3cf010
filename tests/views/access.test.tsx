/** Every case of the gallery, in both themes, passes what can be checked by machine, and is kept as a picture. */
import axe from 'axe-core';
import { describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { type CaseName, gallery } from './gallery.tsx';
import { drawn, show } from './show.tsx';

describe.each([
  ['light', 1440, 900],
  ['dark', 768, 1024],
] as const)('in the %s theme, %i px wide', (theme, width, height) => {
  test.each(Object.keys(gallery) as CaseName[])('axe finds nothing in the case "%s"', async (name) => {
    await page.viewport(width, height);
    const of = gallery[name]();
    const { view } = await show({ ...of, frame: { ...of.frame, theme } });
    await drawn(view);
    if (name === 'recent') view.querySelector<HTMLElement>('.recent-texts')?.showPopover();
    const { violations } = await axe.run(view, { resultTypes: ['violations'] });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
    await page.screenshot({ path: `../artefacts/gallery/${name}-${theme}.png` });
  });
});
