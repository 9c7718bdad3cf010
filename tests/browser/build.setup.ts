/** Once before the page's tests: the static site as it is shipped, and two toy models of random weights in it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main as exportModel } from '../../models/export/index.ts';
import { main as randomCheckpoint } from '../../models/random/index.ts';
import { addModels, buildSite } from './site.ts';

async function toy(folder: string, rule: string): Promise<string> {
  const checkpoint = join(folder, `checkpoint-${rule}`);
  const out = join(folder, `toy-${rule}`);
  const wrote = await randomCheckpoint([
    '--shape',
    'toy',
    '--rule',
    rule,
    '--seed',
    '7',
    '--out',
    checkpoint,
  ]);
  const exported = await exportModel([checkpoint, '--out', out, '--title', `Toy ${rule}`]);
  if (wrote !== 0 || exported !== 0)
    throw new Error(`tests: expected a toy ${rule} model, got status ${exported}`);
  return out;
}

export default async function setup(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'toys-'));
  try {
    await buildSite();
    await addModels([await toy(folder, 'softmax'), await toy(folder, 'softpick')]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
