/**
 * A model without a download: the exporter's own graph, and random weights of the random checkpoint's distributions,
 * made where they are needed. Float32, as the published files.
 */
import type { ModelCard, ModelFiles } from '#engine';
import { writeModel } from '#onnx';
import type { Config } from '../../../models/export/config.ts';
import { buildGraph } from '../../../models/export/graph.ts';
import { layoutOf, type WeightFile } from '../../../models/export/layout.ts';
import type { Placed } from '../../../models/export/matrices.ts';
import { ropeTables } from '../../../models/export/rope.ts';
import { intermediateOf, type Shape, tensorsOf } from '../../../models/random/shapes.ts';
import { fillNormal } from '../random.ts';

/** One file of values: where each initializer lies in it, and what fills it. */
interface File {
  readonly path: string;
  readonly bytes: number;
  readonly placed: readonly Placed[];
  fill(placed: Placed, into: Float32Array): void;
}

export interface MadeModel {
  readonly card: ModelCard;
  readonly files: ModelFiles;
  readonly graph: Uint8Array;
  /** The files that the graph reads. */
  readonly paths: readonly string[];
}

/** Initializers begin at multiples of this many bytes, as the exporter places them. */
const ALIGNMENT = 64;

const RULE = 'softpick';

const product = (dims: readonly number[]) => dims.reduce((size, each) => size * each, 1);

function placeAll(
  path: string,
  weights: readonly { readonly name: string; readonly dims: readonly number[] }[],
): Pick<File, 'path' | 'bytes' | 'placed'> {
  let bytes = 0;
  const placed = weights.map(({ name, dims }): Placed => {
    const offset = Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    const length = 4 * product(dims);
    bytes = offset + length;
    return { name, dims, stored: 'f32', location: path, offset, length };
  });
  return { path, bytes, placed };
}

function configOf(shape: Shape): Config {
  const { layers, hidden, heads, vocabulary, longest } = shape;
  return {
    ...{ rule: RULE, gated: false, layers, hidden, heads, keyHeads: heads, headSize: hidden / heads },
    ...{
      intermediate: intermediateOf(shape),
      vocabulary,
      longest,
      epsilon: 1e-6,
      ropeBase: 10000,
      tied: false,
    },
  };
}

function ropeFile({ longest, headSize, ropeBase }: Config): File {
  const { cos, sin } = ropeTables(longest, headSize, ropeBase);
  const dims = [longest, headSize / 2];
  const names = ['rope_cos', 'rope_sin'];
  const file = placeAll(
    'rope.bin',
    names.map((name) => ({ name, dims })),
  );
  return { ...file, fill: ({ name }, into) => into.set(name === 'rope_cos' ? cos : sin) };
}

/** All sources of one initializer are distributed alike. */
function weightFile(shape: Shape, { stem, weights }: WeightFile, from: number): File {
  const tensors = tensorsOf(shape, { rule: RULE, gated: false, keyHeads: shape.heads, tied: false });
  const fill = ({ name, offset }: Placed, into: Float32Array) => {
    const source = weights.find((weight) => weight.name === name)?.sources[0].name;
    const tensor = tensors.find((each) => each.name === source);
    if (!tensor) throw new Error(`bench: expected the distribution of ${name}, got none`);
    fillNormal(into, from + offset, tensor.mean, tensor.deviation);
  };
  return { ...placeAll(`${stem}.bin`, weights), fill };
}

/** Each file's values are made when it is first read, and kept: all that read them share them. */
export function makeModel(shape: Shape): MadeModel {
  const config = configOf(shape);
  const weights = layoutOf(config).map((file, at) => weightFile(shape, file, at * 7919));
  const files = [ropeFile(config), ...weights];
  const graph = writeModel(
    buildGraph(
      config,
      files.flatMap(({ placed }) => placed),
    ),
  );
  const made = new Map<string, Uint8Array>([['graph.onnx', graph]]);
  const make = (path: string) => {
    const file = files.find((each) => each.path === path);
    if (!file) throw new Error(`bench: expected a file of the graph, got ${path}`);
    const bytes = new ArrayBuffer(file.bytes);
    for (const placed of file.placed)
      file.fill(placed, new Float32Array(bytes, placed.offset, placed.length / 4));
    return new Uint8Array(bytes);
  };
  const read = async (path: string) => {
    const found = made.get(path) ?? make(path);
    made.set(path, found);
    return found;
  };
  const { layers, heads, keyHeads, headSize, hidden, vocabulary, longest } = config;
  const numbers = weights.flatMap(({ placed }) => placed.map(({ dims }) => product(dims)));
  const card: ModelCard = {
    ...{ format: 1, id: 'made', title: 'made', licence: 'MIT', origin: 'random numbers', weights: 'f32' },
    ...{ rule: RULE, layers, heads, keyHeads, headSize, hidden, vocabulary, longest },
    parameters: numbers.reduce((sum, each) => sum + each, 0),
    bytes: files.reduce((sum, { bytes }) => sum + bytes, graph.length),
    files: [],
  };
  return { card, files: { read }, graph, paths: files.map(({ path }) => path) };
}
