/**
 * Runs a bench page against the built site in this machine's Chromium and prints what it measures. Without a GPU that
 * is SwiftShader: right, never fast.
 *
 * npm run bench                                             typing.html
 * npm run bench -- 'typing.html?engine=wasm'                the fallback
 * npm run bench -- 'operator/index.html?tokens=16&runs=1'   the operator alone
 * npm run bench -- --into <folder>                          only builds, for a machine with a GPU that can serve files
 */
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { build } from 'vite';
import { chromiumArguments, findChromium } from '../../src/shell/chromium.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../..');
const [page = 'typing.html', folder] = process.argv.slice(2);
const site = page === '--into' ? resolve(folder) : join(root, 'tests/artefacts/bench');
const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

await build({ root, logLevel: 'warn', build: { outDir: site, emptyOutDir: true } });
for (const name of readdirSync(here).filter((each) => /^(?!run).*\.(html|js)$/.test(each)))
  cpSync(join(here, name), join(site, name));
await build({
  root: join(here, 'operator'),
  configFile: false,
  base: './',
  logLevel: 'warn',
  build: { outDir: join(site, 'operator'), target: 'esnext' },
});
cpSync(join(root, 'tests/golden/golden.json'), join(site, 'golden.json'));
if (page === '--into') process.exit();

let finish;
const done = new Promise((resolve) => {
  finish = resolve;
});
const server = createServer((request, response) => {
  const path = join(site, decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
  if (request.method === 'POST') {
    let text = '';
    request.on('data', (part) => {
      text += part;
    });
    request.on('end', () => {
      response.end();
      if (text === 'DONE') finish();
      else console.log(text);
    });
  } else if (path.startsWith(site) && existsSync(path)) {
    response.setHeader('content-type', types[extname(path)] ?? 'application/octet-stream');
    response.end(readFileSync(path));
  } else {
    response.statusCode = 404;
    response.end();
  }
}).listen(0, '127.0.0.1');

const executablePath = await findChromium();
const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: chromiumArguments });
const tab = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await tab.goto(`http://127.0.0.1:${server.address().port}/${page}`);
await done;
await browser.close();
server.close();
