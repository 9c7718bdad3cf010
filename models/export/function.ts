/**
 * The attention operator as a model-local ONNX function of standard operators, one for each rule.
 *
 * Any ONNX Runtime runs it as it stands; where our own kernels run, the graph is cut at its nodes instead.
 * Shapes: T tokens, H heads, K key/value heads, G = H/K, D head size, P positions.
 */
import type { BodyNode, Rule } from '#attention';
import {
  type Attribute,
  DOMAIN,
  ElementType,
  type FunctionProto,
  inlineTensor,
  localFunction,
  type NodeProto,
  node,
} from '#onnx';

/** The version of the standard operators that function and graph are written in. */
export const OPSET = 23;

const ints = (name: string, ...values: readonly number[]) =>
  node('Constant', [], [name], { value_ints: { ints: values } });

/** A float32 scalar, with all its bits. */
const float = (name: string, value: number) =>
  node('Constant', [], [name], {
    value: { tensor: inlineTensor('', ElementType.FLOAT, [], new Uint8Array(Float32Array.of(value).buffer)) },
  });

/** An attribute of the calling node, as int64 [1]. */
const size = (name: string) => [
  node('Constant', [], [`${name}_scalar`], { value_int: { from: name, type: 'int' } }),
  node('Reshape', [`${name}_scalar`, 'last_axis'], [name]),
];

const concat = (parts: readonly string[], name: string, axis = 0) =>
  node('Concat', parts, [name], { axis: { int: axis } });

const transpose = (value: string, name: string, ...order: readonly number[]) =>
  node('Transpose', [value], [name], { perm: { ints: order } });

const bodyNode = ({ op, inputs, outputs, attributes = {} }: BodyNode) => {
  const entry = ([name, value]: [string, number | readonly number[]]): [string, Attribute] =>
    typeof value === 'number' ? [name, { int: value }] : [name, { ints: value }];
  return node(op, inputs, outputs, Object.fromEntries(Object.entries(attributes).map(entry)));
};

const sizes: readonly NodeProto[] = [
  ints('last_axis', -1),
  ints('nought', 0),
  ints('single', 1),
  ...size('heads'),
  ...size('key_heads'),
  ...size('head_size'),
  node('Constant', [], ['scale'], { value_float: { from: 'scale', type: 'float' } }),
  node('Shape', ['qkv'], ['tokens'], { start: { int: 0 }, end: { int: 1 } }),
];

/** qkv [T, (H + 2K)·D] → rotating [T, H + K, D] and values [T, K, D]. */
const separate: readonly NodeProto[] = [
  concat(['nought', 'last_axis', 'head_size'], 'by_head'),
  node('Reshape', ['qkv', 'by_head'], ['all_heads']),
  node('Add', ['heads', 'key_heads'], ['rotating_heads']),
  concat(['rotating_heads', 'key_heads'], 'rotating_and_values'),
  node('Split', ['all_heads', 'rotating_and_values'], ['rotating', 'values'], { axis: { int: 1 } }),
];

/** Rotary embedding, half-split: the pair of channel i is channel i + D/2. */
const rotate: readonly NodeProto[] = [
  ...['cos', 'sin'].flatMap((table) => [
    node('Slice', [table, 'nought', 'tokens', 'nought'], [`${table}_rows`]),
    node('Unsqueeze', [`${table}_rows`, 'single'], [`${table}_table`]),
  ]),
  node('Split', ['rotating'], ['lower', 'upper'], { axis: { int: -1 }, num_outputs: { int: 2 } }),
  node('Mul', ['lower', 'cos_table'], ['lower_cos']),
  node('Mul', ['upper', 'sin_table'], ['upper_sin']),
  node('Mul', ['upper', 'cos_table'], ['upper_cos']),
  node('Mul', ['lower', 'sin_table'], ['lower_sin']),
  node('Sub', ['lower_cos', 'upper_sin'], ['lower_turned']),
  node('Add', ['upper_cos', 'lower_sin'], ['upper_turned']),
  concat(['lower_turned', 'upper_turned'], 'turned', -1),
];

/** → query [K, G, T, D], key [K, 1, D, T], value [K, 1, T, D]: each key head meets its group of query heads. */
const group: readonly NodeProto[] = [
  concat(['heads', 'key_heads'], 'queries_and_keys'),
  node('Split', ['turned', 'queries_and_keys'], ['queries', 'keys'], { axis: { int: 1 } }),
  concat(['nought', 'key_heads', 'last_axis', 'head_size'], 'by_group'),
  ...['queries', 'keys', 'values'].map((name) => node('Reshape', [name, 'by_group'], [`${name}_grouped`])),
  transpose('queries_grouped', 'query', 1, 2, 0, 3),
  transpose('keys_grouped', 'key', 1, 2, 3, 0),
  transpose('values_grouped', 'value', 1, 2, 0, 3),
];

/** → scores [K, G, T, T] and mask [T, T]: 1 for keys up to the query's own place, else 0. */
const score: readonly NodeProto[] = [
  node('MatMul', ['query', 'key'], ['dots']),
  node('Mul', ['dots', 'scale'], ['scores']),
  concat(['tokens', 'tokens'], 'square'),
  float('unit', 1),
  node('Expand', ['unit', 'square'], ['units']),
  node('Trilu', ['units'], ['mask'], { upper: { int: 0 } }),
];

/** parameter, one number a head → [K, G, 1, 1]. */
const spread: readonly NodeProto[] = [
  concat(['key_heads', 'last_axis', 'single', 'single'], 'by_head_of_scores'),
  node('Reshape', ['head_parameter', 'by_head_of_scores'], ['parameter']),
];

/** weights [K, G, T, T] → output [T, H·D] and map [H, T, T]. */
const gather: readonly NodeProto[] = [
  node('MatMul', ['weights', 'value'], ['mixed']),
  transpose('mixed', 'mixed_by_token', 2, 0, 1, 3),
  concat(['nought', 'last_axis'], 'flat'),
  node('Reshape', ['mixed_by_token', 'flat'], ['output']),
  concat(['heads', 'last_axis', 'nought'], 'map_shape'),
  node('Reshape', ['weights', 'map_shape'], ['map']),
];

/** The function that a node of this rule stands for: (qkv, cos, sin, the heads' parameter if any) → (output, map). */
export function attentionFunction(rule: Rule): FunctionProto {
  return localFunction({
    domain: DOMAIN,
    name: rule.operator,
    inputs: ['qkv', 'cos', 'sin', ...(rule.parameter ? ['head_parameter'] : [])],
    outputs: ['output', 'map'],
    attributes: ['heads', 'key_heads', 'head_size', 'scale'],
    opsets: { '': OPSET },
    nodes: [
      ...sizes,
      ...separate,
      ...rotate,
      ...group,
      ...score,
      ...(rule.parameter ? spread : []),
      ...rule.constants.map(({ name, value }) => float(name, value)),
      ...rule.body.map(bodyNode),
      ...gather,
    ],
  });
}
