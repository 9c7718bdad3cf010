/** Which Chromium the tests drive, and the arguments with which it has WebGPU without a GPU. */
import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** SwiftShader does the computing; without the Vulkan and ANGLE flags, drawing to a canvas kills the device. */
export const chromiumArguments = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
  '--use-angle=swiftshader',
  '--disable-vulkan-surface',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
];

/** The path of a Chromium that starts, or null: CHROME_PATH, then the system's, then Playwright's own download. */
export async function findChromium() {
  const told = process.env.CHROME_PATH;
  if (told) {
    if (!starts(told))
      throw new Error(`shell: expected CHROME_PATH to name a browser that starts, got ${told}`);
    return told;
  }
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const candidates = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const downloaded = await downloadedChromium();
  if (downloaded) candidates.push(downloaded);
  return candidates.find((path) => runnable(path) && starts(path)) ?? null;
}

/** Where Playwright keeps its browser, whether or not it is there; null before the packages are installed. */
async function downloadedChromium() {
  try {
    const { chromium } = await import('playwright');
    return chromium.executablePath();
  } catch {
    return null;
  }
}

function runnable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A downloaded browser may lack the system's libraries, and a name on the PATH may only ask for a package. */
function starts(path) {
  try {
    return /\d+\.\d+/.test(
      execFileSync(path, ['--version'], { encoding: 'utf8', timeout: 30_000, stdio: 'pipe' }),
    );
  } catch {
    return false;
  }
}
