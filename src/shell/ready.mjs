/** Installs the packages that package-lock.json names, if node_modules does not hold just those. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** All that npm prints goes to standard error: a program's standard output is its own. */
export async function ready() {
  checkNode();
  if (isInstalled()) return;
  console.error('Installing packages (npm ci) …');
  const status = await runProgram('npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], {
    stdio: ['ignore', process.stderr, process.stderr],
  });
  if (status !== 0)
    throw new Error(`shell: expected npm ci to install the packages, got exit status ${status}`);
  if (!isInstalled()) throw new Error('shell: expected node_modules to match package-lock.json after npm ci');
}

/** The exit status of a program, 1 if it was killed or could not be started; killed after `timeout` ms. */
export function runProgram(command, args, options = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], ...options });
    const stop = () => {
      child.kill();
      process.exit(143);
    };
    process.once('SIGTERM', stop);
    const end = (status) => {
      process.removeListener('SIGTERM', stop);
      done(status);
    };
    child.on('error', (error) => {
      console.error(`shell: expected ${command} to start, got ${error.message}`);
      end(1);
    });
    child.on('exit', (code) => end(code ?? 1));
  });
}

/** Compares package-lock.json with npm's own record, which it writes when an install is complete. */
function isInstalled() {
  const wanted = readPackages(join(root, 'package-lock.json'));
  const present = readPackages(join(root, 'node_modules', '.package-lock.json'));
  if (!wanted || !present) return false;
  const paths = Object.keys(wanted).filter((path) => path !== '');
  const same = (path) =>
    present[path]?.version === wanted[path].version && present[path]?.integrity === wanted[path].integrity;
  return (
    paths.every((path) => same(path) || (wanted[path].optional && !present[path])) &&
    Object.keys(present).every((path) => path in wanted)
  );
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return null;
  }
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const enough = major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19);
  if (!enough)
    throw new Error(`shell: expected Node 20.19 or later (or 22.12), got ${process.versions.node}`);
}
