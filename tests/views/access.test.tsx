/** Every case of the gallery, in both themes, passes what can be checked of accessibility by machine. */
import axe from 'axe-core';
import { describe, expect, test } from 'vitest';
import { type CaseName, gallery } from './gallery.tsx';
import { drawn, show } from './show.tsx';

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test.each(Object.keys(gallery) as CaseName[])('axe finds nothing in the case "%s"', async (name) => {
    const of = gallery[name]();
    const { view } = await show({ ...of, frame: { ...of.frame, theme } });
    await drawn(view);
    if (name === 'recent') view.querySelector<HTMLElement>('.recent-texts')?.showPopover();
    const { violations } = await axe.run(view, { resultTypes: ['violations'] });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);
  });
});
