/** The shipped pair on the shipped page: both engines, against an independent implementation's outputs. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '#metrics';
import {
  artefacts,
  downloadReport,
  expectQuiet,
  type Opened,
  open,
  openBrowser,
  pane,
  runIs,
} from './site.ts';

const golden = JSON.parse(readFileSync(new URL('../golden/golden.json', import.meta.url), 'utf8'));
const models = ['tiny-softmax', 'tiny-softpick'];
const shots = join(artefacts, 'screenshots');
let browser: Browser;

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** Every number of a list, however nested, within the tolerance of the golden one. */
function expectNear(got: unknown, wanted: unknown, tolerance: number, key: string): void {
  const [a, b] = [got, wanted].map((list) => (list as unknown[]).flat(3) as number[]);
  expect(a.length, key).toBe(b.length);
  const gap = Math.max(...b.map((each, i) => Math.abs(a[i] - each)));
  expect(gap, key).toBeLessThanOrEqual(tolerance);
}

/** The tolerances that the golden files state for a float32 implementation. */
function expectGolden(got: Report, want: Report): void {
  expect(got.ids).toEqual(want.ids);
  expect(got.T).toBe(want.T);
  expect([got.sink02, got.sink03]).toEqual([want.sink02, want.sink03]);
  expect(got.top.map(([id]) => id)).toEqual(want.top.map(([id]) => id));
  expectNear([got.nll], [want.nll], 1e-4, 'nll');
  expectNear(got.top, want.top, 2e-3, 'top');
  expectNear(got.logit_last_head, want.logit_last_head, 2e-3, 'logit_last_head');
  expectNear([got.kurt / want.kurt], [1], 1e-3, 'kurt');
  expectNear(got.col0, want.col0, 2e-4, 'col0');
  expectNear(got.rowsum, want.rowsum, 2e-4, 'rowsum');
  expectNear(got.outmax, want.outmax, 2e-3, 'outmax');
  expectNear(got.off, want.off, 1 / want.T + 1e-5, 'off');
  expectNear(got.zero, want.zero, (1e-3 * want.T * (want.T + 1)) / 2, 'zero');
  for (const [index, { min, max, q }] of want.hid.entries()) {
    const state = got.hid[index];
    expectNear([state.min, state.max], [min, max], 1e-4 * Math.max(max, -min), `extremes of state ${index}`);
    expectNear(state.q, q, 2e-3, `quartiles of state ${index}`);
  }
  expect(got.zero16.flat().every((count, head) => count >= got.zero.flat()[head])).toBe(true);
}

describe.each([
  { engine: 'webgpu', path: '', says: 'WebGPU' },
  { engine: 'wasm', path: '?engine=wasm', says: 'WASM' },
])('on $engine', ({ engine, path, says }) => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await open(browser, { path: `${path}#models=${models.join(',')}` });
    await runIs(opened.page, 'done', 240_000);
  });
  afterAll(() => opened.close());

  test('both models agree with the golden outputs', async () => {
    for (const model of models) expectGolden(await downloadReport(opened.page, model), golden[model]);
  });

  test('the tokenizer that the models share was asked for once', () => {
    const asked = [...opened.requests].filter(([file]) => /tokenizer/.test(file));
    expect(asked).toEqual([
      ['models/tokenizer/tokenizer.json', 1],
      ['models/tokenizer/tokenizer_config.json', 1],
    ]);
  });

  test('every head of both models is on one screen, as a button that says what it is', async () => {
    for (const model of models) {
      const heads = pane(opened.page, model).locator('button[data-layer][data-head]');
      expect(await heads.count()).toBe(64);
      for (const head of [heads.first(), heads.last()]) {
        const box = (await head.boundingBox()) ?? { x: -1, y: -1, width: 0, height: 0 };
        expect(box.x).toBeGreaterThanOrEqual(0);
        expect(box.x + box.width).toBeLessThanOrEqual(1440);
        expect(box.y + box.height).toBeLessThanOrEqual(900);
      }
    }
    const sinks = golden['tiny-softmax'].col0.flat().filter((weight: number) => weight > 0.3).length;
    const flagged = pane(opened.page, 'tiny-softmax').locator('button[data-flags~="sink"]');
    expect(await flagged.count()).toBeGreaterThanOrEqual(sinks);
  });

  test('the page says where it runs, asked nobody else, and complained of nothing', async () => {
    await expect.poll(() => pane(opened.page, 'tiny-softpick').innerText()).toContain(says);
    expectQuiet(opened);
  });

  test('it is looked at', async () => {
    const { page } = opened;
    for (const theme of ['light', 'dark'] as const)
      for (const width of [1440, 768, 360]) {
        await page.emulateMedia({ colorScheme: theme });
        await page.setViewportSize({ width, height: width === 360 ? 740 : 900 });
        await page.waitForTimeout(500);
        const file = join(shots, `${engine}-${width}-${theme}.png`);
        expect((await page.screenshot({ path: file, fullPage: width < 1440 })).length).toBeGreaterThan(
          10_000,
        );
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      }
  });
});

test('the page opens with the pair in 8 bits, whose loss is that of the golden outputs within 0.01', async () => {
  const opened = await open(browser);
  await runIs(opened.page, 'done', 240_000);
  expect(await opened.page.locator('section[data-model]').count()).toBe(2);
  for (const model of models) {
    const report: Report = await downloadReport(opened.page, `${model}-int8`);
    expect(report.ids).toEqual(golden[model].ids);
    expect(Math.abs((report.nll ?? 0) - golden[model].nll)).toBeLessThan(0.01);
  }
  expectQuiet(opened);
  await opened.close();
});
