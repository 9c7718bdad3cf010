/** Once before the engine's tests: toys exported in 8 and 4 bits, where the page can fetch them, and the oracle's outputs. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main as exportModel } from '../../models/export/index.ts';
import type { Kind } from '../../models/random/shapes.ts';
import { writeCheckpoint } from '../../models/random/write.ts';
import { openExported } from '../oracle/blocks.ts';
import { summarise } from '../oracle/summary.ts';
import { forward } from '../oracle/transformer.ts';
import { type BlockCase, blockCases, type Wanted } from './block-cases.ts';

const folder = 'tests/artefacts/models';

const plain: Kind = { rule: 'softpick', gated: false, keyHeads: 4, tied: false };

async function make({ name, weights, shape, kind, tokens }: BlockCase, scratch: string): Promise<void> {
  const checkpoint = join(scratch, name);
  writeCheckpoint({ shape, ...plain, ...kind, seed: 11, dtype: 'F32', shards: 1, out: checkpoint });
  const out = join(folder, name);
  if ((await exportModel([checkpoint, '--out', out, '--weights', weights])) !== 0)
    throw new Error(`tests: expected a toy in ${weights}, got none`);
  const means = openExported(checkpoint, out);
  const wanted = tokens.map((count): Wanted => {
    const ids = Array.from({ length: count }, (_, i) => (i * i * 7 + 3) % shape.vocabulary);
    const run = forward(means, ids);
    return { ids, lastLogits: [...run.logits.slice(-shape.vocabulary)], zero: summarise(run, ids).zero };
  });
  await writeFile(join(out, 'wanted.json'), JSON.stringify(wanted));
}

export default async function setup(): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'blocks-'));
  try {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    for (const each of blockCases) await make(each, scratch);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
