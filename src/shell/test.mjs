/** `npm test`: installs what is missing, Chromium too, then runs every check and says how many tests passed. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installChromium } from './install-chromium.mjs';
import { ready, root, runProgram } from './ready.mjs';

const PROJECTS = ['unit', 'kernels', 'engine', 'views', 'browser'];
const artefacts = join(root, 'tests', 'artefacts');

/** One after the other, also after a failure; each project is a process of its own, so one Chromium runs at a time. */
async function runAll() {
  await ready();
  const chromium = await installChromium();
  rmSync(artefacts, { recursive: true, force: true });
  mkdirSync(artefacts, { recursive: true });
  const failed = [];
  const run = async (name, bin, args) => {
    console.log(`\n── ${name}`);
    const plain = process.stdout.isTTY ? {} : { NO_COLOR: '1' };
    const env = { ...process.env, ...plain, CHROME_PATH: chromium };
    const program = join(root, 'node_modules', bin);
    if ((await runProgram(process.execPath, [program, ...args], { env })) !== 0) failed.push(name);
  };
  await run('format and lint', '@biomejs/biome/bin/biome', ['ci']);
  await run('types', 'typescript/bin/tsc', ['-p', '.']);
  for (const project of PROJECTS) {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportOf(project)}`];
    await run(project, 'vitest/vitest.mjs', ['run', '--project', project, ...reporters]);
  }
  const counts = PROJECTS.map(count);
  const sum = (key) => counts.reduce((total, each) => total + each[key], 0);
  if (failed.length > 0) console.log(`\nFailed: ${failed.join(', ')}`);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
  return failed.length > 0 || sum('failed') > 0 ? 1 : 0;
}

const reportOf = (project) => join(artefacts, `${project}.json`);

/** A file that could not be loaded has no tests, and a crash leaves no report: each counts as one failure. */
function count(project) {
  try {
    const report = JSON.parse(readFileSync(reportOf(project), 'utf8'));
    const unloaded = report.testResults.filter(
      (file) => file.status === 'failed' && file.assertionResults.length === 0,
    );
    return { passed: report.numPassedTests, failed: report.numFailedTests + unloaded.length };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

try {
  process.exitCode = await runAll();
} catch (error) {
  console.error(process.env.DEBUG ? error : error.message);
  process.exitCode = 1;
}
