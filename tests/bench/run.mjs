/**
 * Builds the bench pages, opens them in this machine's Chromium and prints what they measure. Without a GPU that is
 * SwiftShader: right, never fast, and enough to see that the pages run.
 *
 * npm run bench                                     every page, as small as it gets
 * npm run bench -- 'typing.html?engine=wasm'        one page: the site on the fallback
 * npm run bench -- 'hover.html?engine=wasm'         a pointer over maps of 505 tokens
 * npm run bench -- 'operator/?tokens=16&runs=1'     the operator alone, against a plain kernel
 * npm run bench -- 'frame/?shape=toy&tokens=8'      a whole frame, against the same file whole in ONNX Runtime
 * npm run bench -- 'sparsity/?tokens=16&runs=1'     what has no weight skipped, against nothing skipped
 * npm run bench -- --into <folder>                  only builds, for a machine with a GPU that can serve files;
 *                                                   the folders `operator`, `frame` and `sparsity` in it
 *                                                   stand alone
 */
import { cpSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { build } from 'vite';
import { chromiumArguments, findChromium } from '../../src/shell/chromium.mjs';

const EVERY_PAGE = [
  'typing.html?keys=4',
  'hover.html?frames=30',
  'operator/?tokens=16,32&runs=1&warm=0',
  'frame/?shape=toy&tokens=8,16&runs=1&warm=0',
  'sparsity/?tokens=16&runs=1&warm=0&layers=1',
];

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../..');
const [page, folder] = process.argv.slice(2);
const onlyBuild = page === '--into';
if (onlyBuild && !folder) throw new Error('bench: expected a folder after --into, got none');
const pages = page ? [page] : EVERY_PAGE;
const site = onlyBuild ? resolve(folder) : join(root, 'tests/artefacts/bench');
const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

/** The pages that need no site: of ONNX Runtime's builds they get the one that they run on. */
const oneRuntime = [
  { find: /^onnxruntime-web\/(webgpu|wasm)$/, replacement: 'onnxruntime-web/jspi' },
  {
    find: /^onnxruntime-web\/ort-wasm-simd-threaded(\.asyncify)?\.wasm/,
    replacement: 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm',
  },
];

async function buildAll() {
  const wants = (name) => onlyBuild || pages.some((each) => each.startsWith(name));
  if (wants('typing') || wants('hover')) {
    await build({ root, logLevel: 'warn', build: { outDir: site, emptyOutDir: true } });
    for (const name of readdirSync(here).filter((each) => /\.(html|js)$/.test(each)))
      cpSync(join(here, name), join(site, name));
    cpSync(join(root, 'tests/golden/golden.json'), join(site, 'golden.json'));
  }
  for (const name of ['operator', 'frame', 'sparsity'].filter(wants))
    await build({
      root: join(here, name),
      configFile: false,
      base: './',
      logLevel: 'warn',
      resolve: { alias: oneRuntime },
      build: { outDir: join(site, name), emptyOutDir: true, target: 'esnext', chunkSizeWarningLimit: 1000 },
    });
  if (wants('sparsity'))
    for (const name of ['tiny-softpick', 'tokenizer'])
      cpSync(join(root, 'models', name), join(site, 'sparsity', name), { recursive: true });
}

/** Serves the site; `heard` gets each line that a page posts. */
function serve(heard) {
  const server = createServer((request, response) => {
    const asked = join(site, decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
    const path = existsSync(asked) && statSync(asked).isDirectory() ? join(asked, 'index.html') : asked;
    if (request.method === 'POST') {
      let text = '';
      request.on('data', (part) => {
        text += part;
      });
      request.on('end', () => {
        response.end();
        heard(text);
      });
    } else if (path.startsWith(site) && existsSync(path)) {
      response.setHeader('content-type', types[extname(path)] ?? 'application/octet-stream');
      response.end(readFileSync(path));
    } else {
      response.statusCode = 404;
      response.end();
    }
  });
  return new Promise((ready) => {
    server.listen(0, '127.0.0.1', () => ready(server));
  });
}

/** Whether every page did what it should. */
async function runAll() {
  let heard = () => undefined;
  const server = await serve((text) => heard(text));
  const executablePath = await findChromium();
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: chromiumArguments,
  });
  let failed = false;
  for (const each of pages) {
    console.log(`# ${each}`);
    const tab = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const done = new Promise((finish) => {
      heard = (text) => {
        if (text === 'DONE') finish();
        else console.log(text);
        failed ||= text.startsWith('FAILED');
      };
    });
    await tab.goto(`http://127.0.0.1:${server.address().port}/${each}`);
    await done;
    await tab.close();
  }
  await browser.close();
  server.close();
  return !failed;
}

await buildAll();
if (!onlyBuild && !(await runAll())) process.exitCode = 1;
