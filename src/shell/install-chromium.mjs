/** Gets the tests a Chromium: the one that is there, else Playwright's download, else Debian's package. */
import { join } from 'node:path';
import { findChromium } from './chromium.mjs';
import { root, runProgram } from './ready.mjs';

/** Limits in ms; only a network that answers slowly reaches them. */
const DOWNLOAD_LIMIT = 180_000;
const PACKAGE_LIMIT = 600_000;

/** The path of a Chromium that starts; throws one error that says what was tried. */
export async function installChromium() {
  for (const attempt of [async () => {}, download, installPackage]) {
    await attempt();
    const found = await findChromium();
    if (found) return found;
  }
  throw new Error(
    'shell: expected a Chromium for the tests, got none: CHROME_PATH is not set, the system has none, and neither ' +
      "Playwright's download nor apt-get (as root) gave one. Install chromium, or set CHROME_PATH to a browser.",
  );
}

function download() {
  console.log("No Chromium found; trying Playwright's download …");
  return runProgram(
    process.execPath,
    [join(root, 'node_modules', 'playwright', 'cli.js'), 'install', '--no-shell', 'chromium'],
    { timeout: DOWNLOAD_LIMIT, env: { ...process.env, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '10000' } },
  );
}

/** The fonts are named because screenshots without any show boxes. */
async function installPackage() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return;
  console.log('Installing chromium with apt-get …');
  const options = { timeout: PACKAGE_LIMIT, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  await runProgram('apt-get', ['update'], options);
  await runProgram(
    'apt-get',
    ['install', '-y', 'chromium', 'fonts-dejavu-core', 'fonts-liberation'],
    options,
  );
}
