/** Small checkpoints in a temporary folder, whole or broken on purpose, and the exporter run on them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { main as exportMain } from '../../models/export/index.ts';
import { main as randomMain } from '../../models/random/index.ts';
import type { Kind } from '../../models/random/shapes.ts';
import { writeCheckpoint } from '../../models/random/write.ts';

export interface Outcome {
  readonly status: number;
  /** What it wrote to standard error. */
  readonly words: string;
}

async function quietly(run: () => Promise<number>): Promise<Outcome> {
  const error = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  try {
    const status = await run();
    return { status, words: error.mock.calls.flat().join('\n') };
  } finally {
    error.mockRestore();
    log.mockRestore();
  }
}

export const runExport = (...args: readonly string[]): Promise<Outcome> => quietly(() => exportMain(args));

/** A checkpoint of two layers and random weights; `options` are those of `npm run random-checkpoint`. */
export async function toyCheckpoint(folder: string, ...options: readonly string[]): Promise<string> {
  const { status, words } = await quietly(() => randomMain(['--shape', 'toy', '--out', folder, ...options]));
  if (status !== 0) throw new Error(words);
  return folder;
}

/** A checkpoint of which no size is a multiple of a block's, and one is odd. */
export function oddCheckpoint(folder: string, kind: Partial<Kind> = {}): string {
  const shape = { layers: 2, hidden: 80, heads: 4, intermediate: 101, vocabulary: 300, longest: 64 };
  const { rule = 'softpick', gated = false, keyHeads = 4, tied = false } = kind;
  const rest = { seed: 3, dtype: 'F32', shards: 1, out: folder } as const;
  writeCheckpoint({ shape, rule, gated, keyHeads, tied, ...rest });
  return folder;
}

/** A folder that is gone after `use`. */
export async function inTemporaryFolder<R>(use: (folder: string) => Promise<R>): Promise<R> {
  const folder = mkdtempSync(join(tmpdir(), 'export-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Changes a JSON file's fields; `undefined` takes one away. */
export function editJson(path: string, changes: Readonly<Record<string, unknown>>): void {
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), ...changes }));
}

export interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

type Entries = Readonly<Record<string, Entry | undefined>>;

/** Rewrites a safetensors file with another header over the same data. */
export function editHeader(
  path: string,
  change: (entries: Readonly<Record<string, Entry>>) => Entries,
): void {
  const file = readFileSync(path);
  const start = 8 + Number(file.readBigUInt64LE());
  const { __metadata__, ...entries } = JSON.parse(file.subarray(8, start).toString());
  const header = Buffer.from(JSON.stringify(change(entries)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  writeFileSync(path, Buffer.concat([length, header, file.subarray(start)]));
}

/** Overwrites the first numbers of a float32 tensor. */
export function editNumbers(path: string, name: string, values: readonly number[]): void {
  const file = readFileSync(path);
  const start = 8 + Number(file.readBigUInt64LE());
  const { data_offsets } = JSON.parse(file.subarray(8, start).toString())[name] as Entry;
  for (const [i, value] of values.entries()) file.writeFloatLE(value, start + data_offsets[0] + 4 * i);
  writeFileSync(path, file);
}
