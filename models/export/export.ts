/** From a checkpoint folder to a model folder: check everything, then write. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeModel } from '#onnx';
import type { Command } from './arguments.ts';
import { cardText } from './card.ts';
import { type Config, parseConfig } from './config.ts';
import { Failure } from './failure.ts';
import { replaceFolder } from './folder.ts';
import { buildGraph } from './graph.ts';
import { layoutOf, type Source, type WeightFile } from './layout.ts';
import type { Placed } from './matrices.ts';
import { ropeTables } from './rope.ts';
import { openTensors, type Tensors } from './safetensors.ts';
import { readTokenizer, writeTokenizer } from './tokenizer.ts';
import {
  type OpenFile,
  type Unnamed,
  type WrittenFile,
  writeHashed,
  writeTable,
  writeWeight,
  writeWhole,
} from './weights.ts';

/** Tensors that may lie in a checkpoint without being part of the model: we compute or share them. */
const UNUSED = /(^lm_head\.weight$|\.rotary(_emb)?\.inv_freq$|\.attn\.logn$)/;

async function readText(folder: string, name: string): Promise<string> {
  return await readFile(join(folder, name), 'utf8').catch(() => {
    throw new Failure(`expected ${name} in ${folder}, got none`);
  });
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

/** Writes one file of weights or tables, and says where each lies. */
async function writePlaced(
  folder: string,
  stem: string,
  fill: (file: OpenFile) => Promise<readonly Unnamed[]>,
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
      placed.push(...(await writeWeight(file, weight, sources, stored)));
    }
    return placed;
  });
}

/** Throws a `Failure`; then there is no folder, or the older one untouched. */
export async function exportModel(command: Command): Promise<string> {
  const { checkpoint, out, weights, tokenizer: shared } = command;
  if (!(await stat(checkpoint).catch(() => null))?.isDirectory())
    throw new Failure(`expected a checkpoint folder, got ${checkpoint}`);
  const config = parseConfig(await readText(checkpoint, 'config.json'));
  const tokenizer = await readTokenizer(checkpoint, shared);
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
      const files = [await writeWhole(folder, 'graph.onnx', writeModel(graph))];
      files.push(...(await writeTokenizer(folder, tokenizer, shared)));
      files.push(...written.map(({ file }) => file));
      const parameters = sources.reduce(
        (sum, { shape }) => sum + shape.reduce((size, each) => size * each, 1),
        0,
      );
      const card = cardText(config, command, { parameters, weights, files });
      await writeWhole(folder, 'card.json', new TextEncoder().encode(card));
      const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
      return `${out}: ${config.layers} layers, ${parameters} parameters, ${files.length} files, ${bytes} bytes`;
    });
  } finally {
    await tensors.close();
  }
}
