/** A node of our domain, read: what the attention operator needs to know of it. */
import { type NodeProto, type TensorProto, TensorProto_DataLocation, TensorProto_DataType } from 'onnx-buf';
import type { External } from './build.ts';

/** The domain of the nodes that the graph is cut at. */
export const DOMAIN = 'ai.softpick';

export interface OperatorNode {
  readonly name: string;
  /** The op type: which rule it follows. */
  readonly operator: string;
  /** The value [T, (H + 2K)·D] that it reads. */
  readonly qkv: string;
  /** The initializers [P, D/2] that it reads. */
  readonly cos: string;
  readonly sin: string;
  /** The initializer of one number a head that it reads, or null. */
  readonly parameter: string | null;
  /** The value [T, H·D] that it gives. */
  readonly output: string;
  /** The name of its second output [H, T, T], which only a whole graph computes. */
  readonly weights: string;
  readonly heads: number;
  readonly keyHeads: number;
  readonly headSize: number;
  /** What the scores are multiplied by. */
  readonly scale: number;
}

/** A float32 initializer that operators read: its bytes, or where they lie. */
export interface Constant {
  readonly dims: readonly number[];
  readonly bytes?: Uint8Array;
  readonly external?: External;
}

/** The initializers that an operator reads. */
export const constantsOf = ({ cos, sin, parameter }: OperatorNode): readonly string[] =>
  parameter === null ? [cos, sin] : [cos, sin, parameter];

/** How an error names a node. */
export const label = ({ name, opType, output }: NodeProto) => `${opType} "${name || (output[0] ?? '')}"`;

function attributeOf(node: NodeProto, name: string, field: 'i' | 'f'): number {
  const found = node.attribute.find((each) => each.name === name);
  const value = Number(found?.[field]);
  if (!(value > 0))
    throw new Error(
      `onnx: ${label(node)}: expected a positive attribute ${name}, got ${found ? value : 'none'}`,
    );
  return value;
}

/** Reads a node of our domain; throws if its op type is not `known` or its signature is not as above. */
export function operatorOf(node: NodeProto, known: readonly string[]): OperatorNode {
  if (!known.includes(node.opType))
    throw new Error(`onnx: ${label(node)}: expected an operator (${known.join(', ')}), got ${node.opType}`);
  const [qkv, cos, sin, parameter = null] = node.input;
  const [output, weights] = node.output;
  const complete = qkv && cos && sin && parameter !== '' && output && weights;
  if (node.input.length > 4 || node.output.length !== 2 || !complete)
    throw new Error(
      `onnx: ${label(node)}: expected 3 or 4 inputs and 2 outputs, got ${node.input.length} and ${node.output.length}`,
    );
  return {
    name: node.name,
    operator: node.opType,
    qkv,
    cos,
    sin,
    parameter,
    output,
    weights,
    heads: attributeOf(node, 'heads', 'i'),
    keyHeads: attributeOf(node, 'key_heads', 'i'),
    headSize: attributeOf(node, 'head_size', 'i'),
    scale: attributeOf(node, 'scale', 'f'),
  };
}

/** Where an initializer's bytes lie, or null if the graph holds them. */
export function externalOf(tensor: TensorProto): External | null {
  if (tensor.dataLocation !== TensorProto_DataLocation.EXTERNAL) return null;
  const entries = new Map(tensor.externalData.map(({ key, value }) => [key, value]));
  const location = entries.get('location');
  if (!location)
    throw new Error(`onnx: ${tensor.name}: expected the location of its external data, got none`);
  return { location, offset: Number(entries.get('offset') ?? 0), length: Number(entries.get('length') ?? 0) };
}

/** An initializer as an operator's constant; throws unless it is float32. */
export function constantOf(tensor: TensorProto): Constant {
  if (tensor.dataType !== TensorProto_DataType.FLOAT)
    throw new Error(`onnx: ${tensor.name}: expected float32, got element type ${tensor.dataType}`);
  const dims = tensor.dims.map(Number);
  const external = externalOf(tensor);
  if (external) return { dims, external };
  const bytes = tensor.floatData.length
    ? new Uint8Array(Float32Array.from(tensor.floatData).buffer)
    : tensor.rawData;
  return { dims, bytes };
}
