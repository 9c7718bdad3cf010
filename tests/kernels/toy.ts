/** A model of two layers and random weights, made in the page: the exporter's graph, all its weights in one file. */
import type { RuleId } from '#attention';
import type { ModelCard, ModelFiles } from '#engine';
import { writeModel } from '#onnx';
import type { Config } from '../../models/export/config.ts';
import { buildGraph, type Placed } from '../../models/export/graph.ts';
import { layoutOf } from '../../models/export/layout.ts';
import { ropeTables } from '../../models/export/rope.ts';
import { randomFrom } from './layers.ts';

const PATH = 'weights.bin';

export function toyModel(rule: RuleId): { readonly card: ModelCard; readonly files: ModelFiles } {
  const sizes = { layers: 2, hidden: 64, heads: 4, keyHeads: 2, headSize: 16, vocabulary: 97, longest: 64 };
  const config: Config = {
    ...sizes,
    rule,
    gated: false,
    intermediate: 96,
    epsilon: 1e-6,
    ropeBase: 10000,
    tied: false,
  };
  const random = randomFrom(5);
  const { cos, sin } = ropeTables(sizes.longest, sizes.headSize, config.ropeBase);
  const dims = [sizes.longest, sizes.headSize / 2];
  const tables = [
    { name: 'rope_cos', dims, values: cos },
    { name: 'rope_sin', dims, values: sin },
    ...layoutOf(config)
      .flatMap(({ weights }) => weights)
      .map(({ name, dims }) => {
        const count = dims.reduce((product, each) => product * each, 1);
        // Gains of 1; matrices that keep a variance of about 1.
        const value = () => (dims.length === 1 ? 1 : (3.4 * (random() - 0.5)) / Math.sqrt(dims[0]));
        return { name, dims, values: Float32Array.from({ length: count }, value) };
      }),
  ];
  let offset = 0;
  const placed = tables.map(({ name, dims, values }): Placed => {
    const at = offset;
    offset += Math.ceil(values.byteLength / 64) * 64;
    return { name, dims, stored: 'f32', location: PATH, offset: at, length: values.byteLength };
  });
  const weights = new Uint8Array(offset);
  for (const [at, { values }] of tables.entries())
    weights.set(new Uint8Array(values.buffer), placed[at].offset);
  const contents = new Map([
    ['graph.onnx', writeModel(buildGraph(config, placed))],
    [PATH, weights],
  ]);
  const words = { format: 1, id: 'toy', title: 'Toy', licence: 'MIT', origin: 'random numbers' } as const;
  const numbers = { parameters: offset / 4, bytes: offset, weights: 'f32', files: [] } as const;
  return {
    card: { ...sizes, ...words, ...numbers, rule },
    files: {
      async read(path) {
        const found = contents.get(path);
        if (!found) throw new Error(`tests: expected graph.onnx or ${PATH}, got ${path}`);
        return found;
      },
    },
  };
}
