/** From a checkpoint folder to a model folder: check everything, then write. */
import { createHash } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeModel } from '#onnx';
import type { Command } from './arguments.ts';
import { cardText } from './card.ts';
import { type Config, parseConfig } from './config.ts';
import { Failure, shown } from './failure.ts';
import { replaceFolder } from './folder.ts';
import { buildGraph, type Placed } from './graph.ts';
import { layoutOf, type Source, type WeightFile } from './layout.ts';
import { ropeTables } from './rope.ts';
import { openTensors, type Tensors } from './safetensors.ts';
import { type OpenFile, type WrittenFile, writeHashed, writeTable, writeWeight } from './weights.ts';

const TOKENIZER = ['tokenizer.json', 'tokenizer_config.json'];

/** Tensors that may lie in a checkpoint without being part of the model: we compute or share them. */
const UNUSED = /(^lm_head\.weight$|\.rotary(_emb)?\.inv_freq$|\.attn\.logn$)/;

async function readText(folder: string, name: string): Promise<string> {
  return await readFile(join(folder, name), 'utf8').catch(() => {
    throw new Failure(`expected ${name} in ${folder}, got none`);
  });
}

async function readTokenizer(folder: string): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const name of TOKENIZER) {
    const text = await readText(folder, name);
    try {
      JSON.parse(text);
    } catch {
      throw new Failure(`${name}: expected JSON, got ${shown(text.slice(0, 40))}`);
    }
    texts.set(name, text);
  }
  return texts;
}

const sourcesOf = (files: readonly WeightFile[]): readonly Source[] =>
  files.flatMap(({ weights }) => weights.flatMap(({ sources }) => sources));

/** Every tensor is there in its shape, and none is left over that would change what the model computes. */
function checkTensors(tensors: Tensors, sources: readonly Source[]): void {
  for (const { name, shape } of sources) tensors.find(name, shape);
  const known = new Set(sources.map(({ name }) => name));
  const left = tensors.names.find((name) => !known.has(name) && !UNUSED.test(name));
  if (left)
    throw new Failure(`${left}: expected only tensors of an fla transformer, got one that it does not have`);
}

async function writeText(folder: string, path: string, content: string | Uint8Array): Promise<WrittenFile> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  await writeFile(join(folder, path), bytes);
  return { path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Writes one file of weights or tables, and says where each lies. */
async function writePlaced(
  folder: string,
  stem: string,
  fill: (file: OpenFile) => Promise<readonly Omit<Placed, 'location'>[]>,
): Promise<{ file: WrittenFile; placed: readonly Placed[] }> {
  const { file, result } = await writeHashed(folder, stem, fill);
  return { file, placed: result.map((each) => ({ ...each, location: file.path })) };
}

function writeRope(folder: string, { longest, headSize, ropeBase }: Config) {
  const { cos, sin } = ropeTables(longest, headSize, ropeBase);
  const dims = [longest, headSize / 2];
  return writePlaced(folder, 'rope', async (file) => [
    await writeTable(file, 'rope_cos', dims, cos),
    await writeTable(file, 'rope_sin', dims, sin),
  ]);
}

function writeWeights(
  folder: string,
  { stem, weights }: WeightFile,
  tensors: Tensors,
  stored: Command['weights'],
) {
  return writePlaced(folder, stem, async (file) => {
    const placed = [];
    for (const weight of weights) {
      const sources = weight.sources.map(({ name, shape }) => tensors.find(name, shape));
      placed.push(await writeWeight(file, weight, sources, stored));
    }
    return placed;
  });
}

/** Throws a `Failure`; then there is no folder, or the older one untouched. */
export async function exportModel(command: Command): Promise<string> {
  const { checkpoint, out, weights } = command;
  if (!(await stat(checkpoint).catch(() => null))?.isDirectory())
    throw new Failure(`expected a checkpoint folder, got ${checkpoint}`);
  const config = parseConfig(await readText(checkpoint, 'config.json'));
  const tokenizer = await readTokenizer(checkpoint);
  const layout = layoutOf(config);
  const sources = sourcesOf(layout);
  const tensors = await openTensors(checkpoint);
  try {
    checkTensors(tensors, sources);
    return await replaceFolder(out, async (folder) => {
      const written = [await writeRope(folder, config)];
      for (const file of layout) written.push(await writeWeights(folder, file, tensors, weights));
      const graph = buildGraph(
        config,
        written.flatMap(({ placed }) => placed),
      );
      const files = [await writeText(folder, 'graph.onnx', writeModel(graph))];
      for (const [name, text] of tokenizer) files.push(await writeText(folder, name, text));
      files.push(...written.map(({ file }) => file));
      const parameters = sources.reduce(
        (sum, { shape }) => sum + shape.reduce((size, each) => size * each, 1),
        0,
      );
      await writeText(folder, 'card.json', cardText(config, command, { parameters, weights, files }));
      const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
      return `${out}: ${config.layers} layers, ${parameters} parameters, ${files.length} files, ${bytes} bytes`;
    });
  } finally {
    await tensors.close();
  }
}
