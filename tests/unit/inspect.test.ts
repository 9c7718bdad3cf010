/** `npm run inspect` as its users have it: a process, its two streams and its exit status. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { presets } from '#share';
import golden from '../golden/golden.json' with { type: 'json' };
import { root, runProgram } from './programs.ts';

/** The text of the golden files. */
const bee = presets[1].text;

const inspect = (args: readonly string[], input = '') => runProgram('inspect', args, { input });

test('prints nothing but the report with --json, and the report is that of the golden files', async () => {
  const { status, out } = await inspect(['--model', 'tiny-softpick', '--text', bee, '--json']);
  expect(status).toBe(0);
  const report = JSON.parse(out);
  const expected = golden['tiny-softpick'];
  for (const key of Object.keys(expected)) expect(report).toHaveProperty(key);
  expect(report.text).toBe(bee);
  expect(report.ids).toEqual(expected.ids);
  expect(Math.abs(report.nll - expected.nll)).toBeLessThan(1e-4);
  expect(report.sink02).toBeCloseTo(expected.sink02, 9);
});

test('prints a table for people, and takes the text of standard input and the path of a folder', async () => {
  const { status, out } = await inspect(
    ['--model', join(root, 'models/tiny-softmax'), '--text', '-'],
    'Bees fly.\n',
  );
  expect(status).toBe(0);
  expect(out).toMatch(/^tiny-softmax \(softmax\), \d+ tokens, on wasm/);
  expect(out).toContain('too short to tell sinks');
  expect(out).toMatch(/^Sparsity +0 %$/m);
  expect(out.match(/^L\d/gm)).toHaveLength(8);
});

test('leaves <s> out with --no-start', async () => {
  const { status, out } = await inspect(['--model', 'tiny-softpick', '--text', bee, '--no-start', '--json']);
  expect(status).toBe(0);
  expect(JSON.parse(out).ids).toEqual(golden['tiny-softpick'].ids.slice(1));
});

test('says how it is used, and exits with 2, where the arguments make no question', async () => {
  for (const args of [[], ['--model', 'tiny-softpick'], ['--model', 'tiny-softpick', '--txt', 'a']]) {
    const { status, out, err } = await inspect(args);
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain('usage: npm run -s inspect');
  }
});

test('exits with 1 and one line that names what is missing or broken', async () => {
  const unknown = await inspect(['--model', 'no-such-model', '--text', 'a', '--json']);
  expect([unknown.status, unknown.out]).toEqual([1, '']);
  expect(unknown.err).toMatch(/^shell: expected .* got "no-such-model".*\n$/);

  const folder = await mkdtemp(join(tmpdir(), 'broken-model-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await cp(join(root, 'models/tiny-softpick'), folder, { recursive: true });
  const graph = await readFile(join(folder, 'graph.onnx'));
  graph[graph.length >> 1] = (graph[graph.length >> 1] ?? 0) ^ 1;
  await writeFile(join(folder, 'graph.onnx'), graph);
  const broken = await inspect(['--model', folder, '--text', 'a']);
  expect([broken.status, broken.out]).toEqual([1, '']);
  expect(broken.err).toMatch(
    /^shell: expected .*graph\.onnx to have the SHA-256 [0-9a-f]{64}, got [0-9a-f]{64}\n$/,
  );
});
