/**
 * The model as an ONNX graph: ids [T] → logits [T, V], two dimensions throughout.
 *
 * Few nodes and few values cross an operator (each costs time on a GPU): the residual stream `hidden.N`, which is
 * the output of block N (N = 0: the embeddings), and `layers.N.qkv`.
 */
import { ruleNamed } from '#attention';
import { DOMAIN, ElementType, type ModelProto, model, type NodeProto, node, valueInfo } from '#onnx';
import type { Config } from './config.ts';
import { attentionFunction, OPSET } from './function.ts';
import { matricesOf, type Placed, RUNTIME } from './matrices.ts';

export function buildGraph(config: Config, placed: readonly Placed[]): ModelProto {
  const { layers, hidden, heads, keyHeads, headSize, vocabulary, epsilon, tied, gated } = config;
  const rule = ruleNamed(config.rule);
  const matrices = matricesOf(placed, ['embeddings'], tied);
  const { weight, multiply } = matrices;

  /** Adds to the residual stream and normalises the sum. */
  const addAndNorm = (added: string, stream: string, scale: string, normed: string, sum: string) =>
    node(
      'SkipSimplifiedLayerNormalization',
      [added, stream, weight(scale)],
      [normed, '', '', sum],
      { epsilon: { float: epsilon } },
      { domain: RUNTIME },
    );

  /** → qkv and, where there is a gate, σ of it; `q_proj` gives the gates of all heads behind their queries. */
  const project = (at: string): readonly NodeProto[] => {
    const multiplied = (value: string) => multiply(`${at}.attn_input`, `${at}.qkv_proj`, `${at}.${value}`);
    if (!gated) return [multiplied('qkv')];
    const sizes = [heads * headSize, heads * headSize, 2 * keyHeads * headSize];
    const parts = ['query', 'gate_logit', 'key_value'].map((part) => `${at}.${part}`);
    return [
      multiplied('projected'),
      node('Constant', [], [`${at}.part_sizes`], { value_ints: { ints: sizes } }),
      node('Split', [`${at}.projected`, `${at}.part_sizes`], parts, { axis: { int: -1 } }),
      node('Concat', [`${at}.query`, `${at}.key_value`], [`${at}.qkv`], { axis: { int: -1 } }),
      node('Sigmoid', [`${at}.gate_logit`], [`${at}.attn_gate`]),
    ];
  };

  const layer = (index: number): readonly NodeProto[] => {
    const at = `layers.${index}`;
    const last = index === layers - 1;
    return [
      ...project(at),
      node(
        rule.operator,
        [`${at}.qkv`, 'rope_cos', 'rope_sin', ...(rule.parameter ? [`${at}.parameter`] : [])],
        [`${at}.attention`, `${at}.weights`],
        {
          heads: { int: heads },
          key_heads: { int: keyHeads },
          head_size: { int: headSize },
          scale: { float: 1 / Math.sqrt(headSize) },
        },
        { domain: DOMAIN },
      ),
      ...(gated ? [node('Mul', [`${at}.attention`, `${at}.attn_gate`], [`${at}.attn_gated`])] : []),
      multiply(gated ? `${at}.attn_gated` : `${at}.attention`, `${at}.o_proj`, `${at}.attn_output`),
      addAndNorm(`${at}.attn_output`, `hidden.${index}`, `${at}.mlp_norm`, `${at}.mlp_input`, `${at}.middle`),
      multiply(`${at}.mlp_input`, `${at}.gate_up_proj`, `${at}.gate_up`),
      node('Split', [`${at}.gate_up`], [`${at}.gate`, `${at}.up`], {
        axis: { int: -1 },
        num_outputs: { int: 2 },
      }),
      node('QuickGelu', [`${at}.gate`], [`${at}.silu`], { alpha: { float: 1 } }, { domain: RUNTIME }),
      node('Mul', [`${at}.silu`, `${at}.up`], [`${at}.gated`]),
      multiply(`${at}.gated`, `${at}.down_proj`, `${at}.mlp_output`),
      addAndNorm(
        `${at}.mlp_output`,
        `${at}.middle`,
        last ? 'norm' : `layers.${index + 1}.attn_norm`,
        last ? 'hidden.norm' : `layers.${index + 1}.attn_input`,
        last ? 'hidden.last' : `hidden.${index + 1}`,
      ),
    ];
  };

  const nodes = [
    ...matrices.casts,
    ...matrices.lookUp('embeddings', 'ids', 'hidden.0'),
    node('RMSNormalization', ['hidden.0', weight('layers.0.attn_norm')], ['layers.0.attn_input'], {
      axis: { int: -1 },
      epsilon: { float: epsilon },
    }),
    ...Array.from({ length: layers }, (_, index) => layer(index)).flat(),
    // ONNX Runtime's MatMul is twice as fast on WebGPU as its Gemm, which only a tied embedding, lying the other way, needs.
    tied
      ? matrices.multiplyByRows('hidden.norm', 'embeddings', 'logits')
      : multiply('hidden.norm', 'head', 'logits'),
  ];
  const float = (name: string, ...dims: readonly (number | string)[]) =>
    valueInfo(name, ElementType.FLOAT, dims);
  return model({
    name: 'transformer',
    irVersion: 10,
    opsets: { '': OPSET, [RUNTIME]: 1, [DOMAIN]: 1 },
    functions: [attentionFunction(rule)],
    inputs: [valueInfo('ids', ElementType.INT64, ['T'])],
    outputs: [
      float('logits', 'T', vocabulary),
      float('hidden.last', 'T', hidden),
      float('hidden.norm', 'T', hidden),
    ],
    nodes,
    initializers: matrices.initializers,
    values: Array.from({ length: layers }, (_, index) => [
      float(`hidden.${index}`, 'T', hidden),
      float(`layers.${index}.qkv`, 'T', (heads + 2 * keyHeads) * headSize),
      float(`layers.${index}.attention`, 'T', heads * headSize),
      float(`layers.${index}.weights`, heads, 'T', 'T'),
      ...(gated ? [float(`layers.${index}.attn_gate`, 'T', heads * headSize)] : []),
    ]).flat(),
  });
}
