/** What the page shows comes from our WGSL: another kernel gives other pictures, other flags, other logits. */
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { downloadReport, open, openBrowser, overviewPixels, pane, runIs, TOYS } from './site.ts';

const model = 'toy-softpick';
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** In every script of the site, makes the rule read each score as far above 0. */
const perturb = (changed: { files: number }) => (path: string, body: Buffer) => {
  if (!path.endsWith('.js')) return body;
  const text = body.toString('utf8');
  const other = text.replace(/fn (numerator|denominator)\(x: f32, peak: f32\) -> f32 \{/g, (line, name) =>
    line.replace(`fn ${name}(x: f32`, `fn ${name}(given: f32`).concat('let x = min(given + 3.0, peak);'),
  );
  if (other !== text) changed.files += 1;
  return Buffer.from(other, 'utf8');
};

async function shown(options: Parameters<typeof open>[1]) {
  const opened = await open(browser, { path: `#text=one+two+three&${TOYS}`, ...options });
  await runIs(opened.page, 'done');
  await expect.poll(() => overviewPixels(opened.page, model)).toMatch(/[1-9]/);
  const report = await downloadReport(opened.page, model);
  const flags = await pane(opened.page, model)
    .locator('button[data-layer]')
    .evaluateAll((buttons) => buttons.map((button) => button.getAttribute('data-flags')).join('|'));
  const engine = await pane(opened.page, model).innerText();
  const pixels = await overviewPixels(opened.page, model);
  await opened.close();
  return { report, flags, pixels, engine };
}

test('a perturbed kernel changes picture, flags and logits; the same kernel does not', async () => {
  const changed = { files: 0 };
  const first = await shown({});
  const again = await shown({});
  const other = await shown({ transform: perturb(changed) });
  expect(first.engine).toContain('WebGPU');
  expect(changed.files).toBeGreaterThan(0);
  expect(again.pixels).toBe(first.pixels);
  expect(again.report).toEqual(first.report);
  expect(other.engine).toContain('WebGPU');
  expect(other.pixels).not.toBe(first.pixels);
  expect(other.flags).not.toBe(first.flags);
  expect(other.report.logit_last_head).not.toEqual(first.report.logit_last_head);
  expect(other.report.zero).not.toEqual(first.report.zero);
});
