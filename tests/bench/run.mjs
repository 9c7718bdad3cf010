/**
 * Runs a bench page against the built site in this machine's Chromium and prints what it measures:
 * `npm run bench -- typing.html?engine=wasm`. Without a GPU that is SwiftShader: right, never fast.
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
const site = join(root, 'tests/artefacts/bench');
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
cpSync(join(root, 'tests/golden/golden.json'), join(site, 'golden.json'));

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
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await page.goto(`http://127.0.0.1:${server.address().port}/${process.argv[2] ?? 'typing.html'}`);
await done;
await browser.close();
server.close();
