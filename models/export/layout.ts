/**
 * Which tensors of the checkpoint go into which weight file, under which name and in which form.
 *
 * One file per segment of the cut graph, so that a browser can load and start them one after another; the embedding
 * has its own, since a tied one is used at both ends. Segment i ends layer i − 1 and begins layer i.
 */
import { ruleNamed } from '#attention';
import type { Config } from './config.ts';

export interface Source {
  readonly name: string;
  readonly shape: readonly number[];
}

/** One initializer of the graph. */
export interface Weight {
  readonly name: string;
  readonly dims: readonly number[];
  /** More than one only where they are transposed: then side by side, as columns. */
  readonly sources: readonly Source[];
  /** [out, in] in the checkpoint, [in, out] in the file. */
  readonly transposed: boolean;
  /** Norm weights and parameters of heads are few, and stay in float32 whatever the rest is stored in. */
  readonly full: boolean;
}

export interface WeightFile {
  readonly stem: string;
  readonly weights: readonly Weight[];
}

const norm = (name: string, source: string, hidden: number): Weight => ({
  name,
  dims: [hidden],
  sources: [{ name: source, shape: [hidden] }],
  transposed: false,
  full: true,
});

const table = (name: string, source: string, shape: readonly number[]): Weight => ({
  name,
  dims: shape,
  sources: [{ name: source, shape }],
  transposed: false,
  full: false,
});

/** One matrix [in, Σ out] of several projections [out, in] of the same input. */
const matrix = (
  name: string,
  input: number,
  projections: readonly (readonly [string, number])[],
): Weight => ({
  name,
  dims: [input, projections.reduce((sum, [, output]) => sum + output, 0)],
  sources: projections.map(([source, output]) => ({ name: source, shape: [output, input] })),
  transposed: true,
  full: false,
});

function layerBegin(config: Config, layer: number): readonly Weight[] {
  const { hidden, heads, keyHeads, headSize, gated } = config;
  const from = `model.layers.${layer}`;
  return [
    norm(`layers.${layer}.attn_norm`, `${from}.attn_norm.weight`, hidden),
    matrix(`layers.${layer}.qkv_proj`, hidden, [
      [`${from}.attn.q_proj.weight`, (gated ? 2 : 1) * heads * headSize],
      [`${from}.attn.k_proj.weight`, keyHeads * headSize],
      [`${from}.attn.v_proj.weight`, keyHeads * headSize],
    ]),
  ];
}

function layerEnd(config: Config, layer: number): readonly Weight[] {
  const { hidden, heads, headSize, intermediate } = config;
  const from = `model.layers.${layer}`;
  return [
    matrix(`layers.${layer}.o_proj`, heads * headSize, [[`${from}.attn.o_proj.weight`, hidden]]),
    norm(`layers.${layer}.mlp_norm`, `${from}.mlp_norm.weight`, hidden),
    matrix(`layers.${layer}.gate_up_proj`, hidden, [
      [`${from}.mlp.gate_proj.weight`, intermediate],
      [`${from}.mlp.up_proj.weight`, intermediate],
    ]),
    matrix(`layers.${layer}.down_proj`, intermediate, [[`${from}.mlp.down_proj.weight`, hidden]]),
  ];
}

/** The parameters of all layers' heads: a file of their own, since the operators read it and no segment does. */
function headParameters({ rule, layers, heads }: Config): readonly WeightFile[] {
  const { parameter } = ruleNamed(rule);
  if (!parameter) return [];
  const weights = Array.from({ length: layers }, (_, layer): Weight => {
    const shape = parameter.shape(heads);
    return {
      name: `layers.${layer}.parameter`,
      dims: shape,
      sources: [{ name: `model.layers.${layer}.${parameter.tensor}`, shape }],
      transposed: false,
      full: true,
    };
  });
  return [{ stem: 'parameters', weights }];
}

/** The weight files in the order in which a model is loaded. */
export function layoutOf(config: Config): readonly WeightFile[] {
  const { layers, hidden, vocabulary, tied } = config;
  const segments = Array.from({ length: layers + 1 }, (_, index) => ({
    stem: `segment-${index}`,
    weights: [
      ...(index > 0 ? layerEnd(config, index - 1) : []),
      ...(index < layers ? layerBegin(config, index) : [norm('norm', 'model.norm.weight', hidden)]),
    ],
  }));
  const embeddings = table('embeddings', 'model.embeddings.weight', [vocabulary, hidden]);
  const head = matrix('head', hidden, [['lm_head.weight', vocabulary]]);
  return [
    ...headParameters(config),
    { stem: 'embeddings', weights: [embeddings] },
    ...segments,
    ...(tied ? [] : [{ stem: 'head', weights: [head] }]),
  ];
}
