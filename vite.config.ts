/** One configuration for the page, the tests and the static site. */
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import type { TestProjectInlineConfiguration } from 'vitest/config';
import { defineConfig } from 'vitest/config';
import { chromiumArguments, findChromium } from './src/shell/chromium.mjs';
import { modelsPlugin } from './src/shell/models-plugin.ts';

/** All that a browser loads, named beforehand: what Vite finds only later makes it reload the page mid-run. */
const browserPackages = [
  '@bufbuild/protobuf',
  '@huggingface/transformers',
  'd3',
  'onnx-buf',
  'react',
  'react-dom',
  'react-dom/client',
  'react/jsx-dev-runtime',
  'react/jsx-runtime',
  'zustand',
  'zustand/vanilla',
];

/**
 * SwiftShader clears workgroup memory by an instruction a word: the operator's kernels, which never read it before they
 * write it, compile twice as fast where it is told not to. ONNX Runtime's do rely on it.
 */
const uncleared = '--enable-dawn-features=disable_workgroup_init';

/**
 * Tests in a real page; `order` keeps the projects apart, so that one Chromium works at a time. `more` are arguments
 * of Chromium's, `before` are run once in Node.
 */
function inBrowser(
  name: string,
  order: number,
  { more = [], before = [] }: { readonly more?: readonly string[]; readonly before?: string[] } = {},
): TestProjectInlineConfiguration {
  return {
    extends: true,
    optimizeDeps: { include: [...browserPackages, 'axe-core', 'fast-check'] },
    test: {
      name,
      include: [`tests/${name}/**/*.test.{ts,tsx}`],
      setupFiles: ['tests/webgpu.setup.ts'],
      globalSetup: before,
      sequence: { groupOrder: order },
      testTimeout: 60_000,
      hookTimeout: 60_000,
      fileParallelism: false,
      browser: {
        enabled: true,
        headless: true,
        provider: playwright({
          launchOptions: { ...(executablePath && { executablePath }), args: [...chromiumArguments, ...more] },
        }),
        instances: [{ browser: 'chromium' }],
        viewport: { width: 1440, height: 900 },
        screenshotDirectory: 'tests/artefacts/failures',
      },
    },
  };
}

const executablePath = process.env.VITEST ? await findChromium() : null;

export default defineConfig({
  base: './',
  plugins: [react(), modelsPlugin()],
  optimizeDeps: { include: browserPackages, exclude: ['onnxruntime-web'] },
  worker: { format: 'es' },
  build: { target: 'esnext', chunkSizeWarningLimit: 1000 },
  test: {
    attachmentsDir: 'tests/artefacts/attachments',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      inBrowser('kernels', 2, { more: [uncleared] }),
      inBrowser('engine', 3, { before: ['tests/engine/blocks.setup.ts'] }),
      inBrowser('views', 4),
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          globalSetup: ['tests/browser/build.setup.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
          sequence: { groupOrder: 5 },
        },
      },
    ],
  },
});
