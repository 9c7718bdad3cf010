/** `npm run evaluate` on a toy model, held against the oracle. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kurtosis } from '#metrics';
import { openCheckpoint } from '../oracle/safetensors.ts';
import { summarise } from '../oracle/summary.ts';
import { forward } from '../oracle/transformer.ts';
import { runExport, toyCheckpoint } from './export-checkpoints.ts';
import { momentsOf } from './measured-sample.ts';
import { runProgram } from './programs.ts';

/** Several processes of one test, on a machine that has other work too. */
const PATIENCE = 300_000;

const T = 8;
const long = [
  'A bee flies over the meadow,\n\nand back.',
  'Nobody knows why the bee should fly at all.',
  'What a bee cannot know cannot hold it back.',
];
const texts = [long[0], 'Short.', long[1], long[2]];

let folder = '';
let file = '';
const model = () => join(folder, 'toy');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'evaluate-'));
  await toyCheckpoint(join(folder, 'checkpoint'), '--rule', 'softpick', '--seed', '3');
  await runExport(join(folder, 'checkpoint'), '--out', model(), '--weights', 'f32');
  file = join(folder, 'texts.txt');
  writeFileSync(file, `${texts.join('\n␞\n')}\n`);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** By the definitions, from whole maps and states in float64. */
function expected() {
  const checkpoint = openCheckpoint(join(folder, 'checkpoint'));
  const runs = long.map((text) => {
    const ids = [0, ...[...new TextEncoder().encode(text)].map((byte) => byte + 2)].slice(0, T);
    const run = forward(checkpoint, ids);
    return { run, summary: summarise(run, ids) };
  });
  const heads = runs[0].summary.col0.flat().length;
  const cells = runs.length * heads * ((T * (T + 1)) / 2);
  const over = (of: (run: (typeof runs)[number]) => readonly number[]) => {
    const numbers = runs.flatMap(of);
    return numbers.reduce((a, b) => a + b, 0) / numbers.length;
  };
  const states = runs.flatMap(({ run }) =>
    run.hidden.filter((_, state) => state !== run.hidden.length - 2).flatMap((state) => [...state]),
  );
  /** Cells of the upper triangle are 0 too: T(T − 1)/2 of a map. */
  const zero16 = runs.reduce(
    (sum, { run }) =>
      sum +
      run.weights
        .flat()
        .reduce((count, map) => count + map.filter((weight) => weight <= 2 ** -25).length, 0) -
      heads * ((T * (T - 1)) / 2),
    0,
  );
  return {
    sink02: over(({ summary }) => [summary.sink02]),
    sink03: over(({ summary }) => [summary.sink03]),
    kurt: kurtosis([momentsOf(states)]),
    min: states.reduce((a, b) => Math.min(a, b)),
    max: states.reduce((a, b) => Math.max(a, b)),
    zero: (over(({ summary }) => summary.zero.flat()) * runs.length * heads) / cells,
    zero16: zero16 / cells,
    nll: over(({ summary }) => [summary.nll]),
    rowsum: over(({ summary }) => summary.rowsum.flat()),
  };
}

describe('a file of texts', () => {
  test(
    'gives the oracle’s numbers as JSON and nothing else, the same to the byte from any number of processes',
    async () => {
      const args = ['--model', model(), '--texts', file, '--tokens', `${T}`];
      const { status, out, err } = await runProgram('evaluate', [...args, '--jobs', '3', '--json', '-']);
      expect([status, err]).toEqual([0, '']);
      const found = JSON.parse(out);
      expect(Object.keys(found).join(' ')).toBe(
        'model rule T texts skipped sink02 sink03 kurt min max zero zero16 dead mostlyDead nll rowsum',
      );
      expect(found).toMatchObject({ model: 'toy', rule: 'softpick', T, texts: 3, skipped: 1 });
      expect([found.dead, found.mostlyDead]).toEqual([0, 0]);
      const wanted = expected();
      for (const [key, value] of Object.entries(wanted)) expect(found[key], key).toBeCloseTo(value, 4);
      expect(wanted.zero).toBeGreaterThan(0.2);
      expect(wanted.sink02).toBeGreaterThan(0);

      const json = join(folder, 'out.json');
      const alone = await runProgram('evaluate', [...args, '--jobs', '1', '--json', json]);
      expect(readFileSync(json, 'utf8')).toBe(out);
      expect(alone.out).toMatch(/^toy \(softpick\), 3 texts of 8 tokens, 1 shorter skipped\n/);
      expect(alone.out).toMatch(/^Kurtosis +[\d.]+$/m);
    },
    PATIENCE,
  );

  test(
    'without a text that is long enough fails, saying how long the longest is',
    async () => {
      const { status, out, err } = await runProgram('evaluate', [
        ...['--model', model(), '--texts', file, '--tokens', '300'],
      ]);
      expect([status, out]).toEqual([1, '']);
      expect(err).toBe(
        `shell: expected a text of at least 300 tokens in ${file}, got none; the longest has ${
          1 + Math.max(...texts.map((text) => text.length))
        }\n`,
      );
    },
    PATIENCE,
  );
});

test(
  'arguments that make no question exit with 2, the usage and what was expected',
  async () => {
    const complete = ['--model', model(), '--tokens', '24'];
    const cases: readonly (readonly [readonly string[], string])[] = [
      [[], 'shell: expected --model, got none'],
      [['--model', model()], 'shell: expected --tokens, got none'],
      [[...complete, '--tokens', '1e2'], 'shell: expected a whole number above 0 as --tokens, got 1e2'],
      [[...complete, '--tokens', '1'], 'shell: expected 2 to 512 as --tokens for toy, got 1'],
      [[...complete, '--tokens', '513'], 'shell: expected 2 to 512 as --tokens for toy, got 513'],
      [[...complete, '--jobs', '0'], 'shell: expected a whole number above 0 as --jobs, got 0'],
    ];
    for (const [args, words] of cases) {
      const { status, out, err } = await runProgram('evaluate', args);
      expect([status, out]).toEqual([2, '']);
      expect(err).toContain(`${words}\n\nusage: npm run -s evaluate`);
    }
  },
  PATIENCE,
);

test(
  'files that are missing or broken exit with 1 and one line that names them',
  async () => {
    const failed = async (...args: readonly string[]) => {
      const { status, out, err } = await runProgram('evaluate', [
        ...['--model', model(), '--tokens', '24'],
        ...args,
      ]);
      expect([status, out]).toEqual([1, '']);
      return err;
    };
    const absent = join(folder, 'absent');
    expect(await failed('--model', absent)).toMatch(/^shell: expected the id of a model .*\n$/);
    expect(await failed('--texts', absent)).toBe(
      `shell: expected a file of texts, got "${absent}", which cannot be read\n`,
    );
    expect(await failed('--texts', file, '--json', join(absent, 'a.json'))).toBe(
      `shell: expected a folder for ${join(absent, 'a.json')}, got none\n`,
    );
    const bytes = join(folder, 'bytes.txt');
    writeFileSync(bytes, Uint8Array.of(0x61, 0xff, 0x0a));
    expect(await failed('--texts', bytes)).toBe(`shell: expected UTF-8 in ${bytes}, got other bytes\n`);
    writeFileSync(bytes, '\n\n');
    expect(await failed('--texts', bytes)).toBe(`shell: expected texts in ${bytes}, got none\n`);

    const card = JSON.parse(readFileSync(join(model(), 'card.json'), 'utf8'));
    const weights = join(model(), card.files.at(-1).path);
    const whole = readFileSync(weights);
    writeFileSync(
      weights,
      whole.map((byte, at) => (at === 9 ? byte ^ 1 : byte)),
    );
    expect(await failed('--texts', file, '--jobs', '2')).toMatch(
      /^shell: expected .* to have the SHA-256 [0-9a-f]{64}, got [0-9a-f]{64}\n$/,
    );
    writeFileSync(weights, whole);
  },
  PATIENCE,
);
