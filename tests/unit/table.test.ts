/** `npm run table`: the README’s table is what the results say, and the results are of the models as they are. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { editJson, runExport, toyCheckpoint } from './export-checkpoints.ts';
import { runProgram } from './programs.ts';

/** Several processes of one test, on a machine that has other work too. */
const PATIENCE = 300_000;

const marked = (table: string) => `Before\n<!-- npm run table -->${table}<!-- end of the table -->\nAfter\n`;

/** A folder with two models of 70 tokens at most, so that 64 is the one length measured. */
async function makeSite(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'table-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const rule of ['softpick', 'softmax']) {
    const checkpoint = await toyCheckpoint(join(folder, rule), '--rule', rule);
    editJson(join(checkpoint, 'config.json'), { max_position_embeddings: 70 });
    await runExport(checkpoint, '--out', join(folder, 'models', `toy-${rule}`), '--weights', 'f32');
  }
  mkdirSync(join(folder, 'models/heldout'));
  writeFileSync(join(folder, 'models/heldout/heldout.txt'), `${'A bee flies. '.repeat(6)}\nA fly.\n`);
  writeFileSync(join(folder, 'README.md'), marked('\n'));
  return folder;
}

test('the README’s table shows the stored results, and they are of the models and texts as they are now', async () => {
  const { status, err } = await runProgram('table', ['--check']);
  expect([status, err]).toEqual([0, '']);
});

test(
  'only what has changed is measured again, and the table comes in the order of the rules',
  async () => {
    const folder = await makeSite();
    const readme = () => readFileSync(join(folder, 'README.md'), 'utf8');
    const results = join(folder, 'models/heldout/results.json');
    const check = () => runProgram('table', ['--check'], { cwd: folder });

    const none = await check();
    expect([none.status, none.err]).toEqual([
      1,
      'shell: expected a result that holds of toy-softmax at 64 tokens, got none\n',
    ]);
    const all = await runProgram('table', [], { cwd: folder });
    expect([all.status, all.out]).toEqual([
      0,
      'toy-softmax, 64 tokens, 1 texts\ntoy-softpick, 64 tokens, 1 texts\n',
    ]);
    expect(readme()).toMatch(/^Before\n.*\*\*T = 64\*\*, 1 texts, 1 shorter skipped:.*\nAfter\n$/s);
    expect([...readme().matchAll(/^\| \[(\S+)\]/gm)].map(([, id]) => id)).toEqual([
      'toy-softmax',
      'toy-softpick',
    ]);
    expect((await check()).status).toBe(0);

    const written = readme();
    writeFileSync(join(folder, 'README.md'), written.replace('toy-softpick]', 'toy-softmax]'));
    expect((await check()).err).toBe(
      'shell: expected the table in README.md to show the results, got another\n',
    );
    const [softmax, softpick] = JSON.parse(readFileSync(results, 'utf8'));
    writeFileSync(results, JSON.stringify([softmax, { ...softpick, card: softmax.card, nll: 0 }]));
    expect((await check()).err).toBe(
      'shell: expected a result that holds of toy-softpick at 64 tokens, got none\n',
    );
    const again = await runProgram('table', [], { cwd: folder });
    expect([again.status, again.out]).toEqual([0, 'toy-softpick, 64 tokens, 1 texts\n']);
    expect(readme()).toBe(written);
  },
  PATIENCE,
);
