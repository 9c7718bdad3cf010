/** The shipped models in 8 bits tell the same of the sample texts as those in 16: loss, and what is flagged. */
import { describe, expect, test } from 'vitest';
import { inspect } from '#explore';
import type { Report } from '#metrics';
import { presets } from '#share';
import { openModelFolder } from '../../src/shell/model-folder.ts';

const reportOf = async (id: string, text: string) =>
  (await inspect(await openModelFolder(id), { text, start: true })).report;

/** What a head is flagged by, and how far that is from where the flag would change. */
function distances({ strongest, off }: Report, layer: number, head: number) {
  const silence = off[layer][head];
  return {
    sink: Math.abs(strongest[layer][head].weight - 0.3),
    silence: Math.min(Math.abs(silence - 0.95), Math.abs(silence - 0.75)),
  };
}

describe.each(['tiny-softmax', 'tiny-softpick'])('%s', (id) => {
  test.each(presets)(
    'on $title: loss within 0.01, and no flag other but at its threshold',
    async ({ text }) => {
      const exact = await reportOf(id, text);
      const found = await reportOf(`${id}-int8`, text);
      expect(found.ids).toEqual(exact.ids);
      expect(Math.abs((found.nll ?? 0) - (exact.nll ?? 0))).toBeLessThan(0.01);
      expect(found.nll).not.toBe(exact.nll);
      for (const [layer, heads] of exact.flags.entries())
        for (const [head, flags] of heads.entries()) {
          const { sink, silence } = distances(exact, layer, head);
          const decided = (flag: string) => (flag === 'sink' ? sink : silence) >= 0.005;
          expect(found.flags[layer][head].filter(decided), `layer ${layer} head ${head}`).toEqual(
            flags.filter(decided),
          );
        }
    },
  );
});
