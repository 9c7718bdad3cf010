/** The built site with two toy models beside the shipped ones, and a browser to open it in. */
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';
import { expect } from 'vitest';
import { chromiumArguments, findChromium } from '../../src/shell/chromium.mjs';
import { type ServeOptions, serve } from '../serve/index.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const artefacts = join(root, 'tests/artefacts');
export const siteFolder = join(artefacts, 'site');

/** A sub-path as a project page has it. */
const PREFIX = '/some/sub/path/';
export const TOYS = 'models=toy-softmax,toy-softpick';

export async function openBrowser(args: readonly string[] = chromiumArguments): Promise<Browser> {
  const executablePath = await findChromium();
  return chromium.launch({ ...(executablePath && { executablePath }), args: [...args] });
}

export interface Opened {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly url: string;
  readonly requests: ReadonlyMap<string, number>;
  /** Every error and warning of the page, and every address outside the site that it asked for. */
  readonly complaints: readonly string[];
  readonly strangers: readonly string[];
  close(): Promise<void>;
}

export interface OpenOptions extends ServeOptions {
  /** What follows the address of the site. */
  readonly path?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly theme?: 'light' | 'dark';
}

export async function open(browser: Browser, options: OpenOptions = {}): Promise<Opened> {
  const served = await serve(siteFolder, { prefix: PREFIX, ...options });
  const context = await browser.newContext({
    viewport: options.viewport ?? { width: 1440, height: 900 },
    colorScheme: options.theme ?? 'light',
    acceptDownloads: true,
  });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  const complaints: string[] = [];
  const strangers: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  context.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(served.url) && !url.startsWith('data:') && !url.startsWith('blob:'))
      strangers.push(url);
  });
  await page.goto(served.url + (options.path ?? ''));
  return {
    page,
    context,
    url: served.url,
    requests: served.requests,
    complaints,
    strangers,
    async close() {
      await context.close();
      await served.close();
    },
  };
}

/** Resolves when the page says so; fails with what it says instead. */
export async function runIs(page: Page, wanted: string, timeout = 120_000): Promise<void> {
  await page
    .waitForFunction(
      (state) => document.querySelector('[data-run]')?.getAttribute('data-run') === state,
      wanted,
      {
        timeout,
      },
    )
    .catch(async () => {
      const run = await page.locator('[data-run]').getAttribute('data-run');
      const alerts = await page.getByRole('alert').allInnerTexts();
      throw new Error(`tests: expected data-run ${wanted}, got ${run}; the page says: ${alerts.join(' | ')}`);
    });
}

export const pane = (page: Page, model: string) => page.locator(`section[data-model="${model}"]`);

export const textBox = (page: Page) => page.getByRole('textbox', { name: 'Text', exact: true });

/** The report that the pane offers for download. */
export async function downloadReport(page: Page, model: string) {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    pane(page, model).getByRole('button', { name: 'Download JSON' }).click(),
  ]);
  return JSON.parse(await readFile(await file.path(), 'utf8'));
}

/** What the overview's bitmap shows, as the canvas gives it. */
export async function overviewPixels(page: Page, model: string): Promise<string> {
  return pane(page, model)
    .locator('canvas')
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      const copy = new OffscreenCanvas(canvas.width, canvas.height);
      const context = copy.getContext('2d') as OffscreenCanvasRenderingContext2D;
      context.drawImage(canvas, 0, 0);
      return Array.from(context.getImageData(0, 0, canvas.width, canvas.height).data).join();
    });
}

/** Builds the site and exports the toys into it; once for all files of this project. */
export async function buildSite(): Promise<void> {
  const { build } = await import('vite');
  await rm(siteFolder, { recursive: true, force: true });
  await build({ root, logLevel: 'warn', build: { outDir: siteFolder, emptyOutDir: true } });
}

/** Adds models to the built site's index, as the build does for the folders of `models/`. */
export async function addModels(folders: readonly string[]): Promise<void> {
  const index = join(siteFolder, 'models/index.json');
  const cards = JSON.parse(await readFile(index, 'utf8'));
  for (const folder of folders) {
    const card = JSON.parse(await readFile(join(folder, 'card.json'), 'utf8'));
    await mkdir(join(siteFolder, 'models', card.id), { recursive: true });
    for (const name of await readdir(folder))
      await cp(join(folder, name), join(siteFolder, 'models', card.id, name));
    cards.push(card);
  }
  await writeFile(index, JSON.stringify(cards));
}

/** Nothing asked of the network but the site itself, nothing complained. */
export function expectQuiet({ strangers, complaints }: Opened): void {
  expect(strangers).toEqual([]);
  expect(complaints).toEqual([]);
}
