/**
 * Makes a checkpoint of the 340M shape with random weights, exports it, opens it, and says what that took:
 * `node tests/bench/export-340m.mjs [f16|f32|int8|int4]`. Needs 4 GB of disk for a while, and memory for the model itself.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../src/shell/ready.mjs';

const weights = process.argv[2] ?? 'f16';
const place = mkdtempSync(join(tmpdir(), 'softpick-340m-'));
const MB = 1e6;

/** Runs a program to its end; Linux keeps the largest resident size of a process while it lives. */
function measured(program, args) {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['src/shell/run.mjs', program, ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let peak = 0;
    let output = '';
    child.stdout.on('data', (part) => {
      output += part;
    });
    const timer = setInterval(() => {
      try {
        const [, kilobytes] = readFileSync(`/proc/${child.pid}/status`, 'utf8').match(/VmHWM:\s+(\d+)/) ?? [];
        peak = Math.max(peak, Number(kilobytes ?? 0) * 1024);
      } catch {
        // It has just ended.
      }
    }, 50);
    child.on('exit', (status) => {
      clearInterval(timer);
      const seconds = (performance.now() - start) / 1000;
      if (status === 0) resolve({ peak, seconds, output });
      else reject(new Error(`bench: expected ${program} to end with status 0, got ${status}`));
    });
  });
}

const say = (name, { peak, seconds }) =>
  console.log(`${name}: ${seconds.toFixed(1)} s, peak memory ${(peak / MB).toFixed(0)} MB`);

try {
  const checkpoint = join(place, 'checkpoint');
  const model = join(place, 'model');
  say(
    'make',
    await measured('models/random/index.ts', ['--shape', '340m', '--seed', '1', '--out', checkpoint]),
  );
  const shards = readdirSync(checkpoint).filter((name) => name.endsWith('.safetensors'));
  const largest = Math.max(...shards.map((name) => statSync(join(checkpoint, name)).size));
  console.log(`largest shard: ${(largest / MB).toFixed(0)} MB`);
  const exported = await measured('models/export/index.ts', [
    checkpoint,
    '--out',
    model,
    '--weights',
    weights,
  ]);
  say(`export ${weights}`, exported);
  const opened = await measured('src/shell/inspect.ts', [
    '--model',
    model,
    '--text',
    'The bee flies anyway.',
    '--json',
  ]);
  say('open and run', opened);
  const report = JSON.parse(opened.output);
  console.log(
    `layers ${report.col0.length}, heads ${report.col0[0].length}, T ${report.T}, loss ${report.nll.toFixed(3)}`,
  );
  if (exported.peak > 2 * largest)
    throw new Error('bench: expected less than twice the largest shard, got more');
} finally {
  rmSync(place, { recursive: true, force: true });
}
