/**
 * The partition: the main graph, split at the nodes of our domain into segments that any ONNX Runtime can run.
 *
 * A segment gives what a later segment, an operator or the caller needs, and nothing else; it needs what earlier
 * segments and operators gave. It keeps only the nodes, initializers, functions and opset imports that it uses.
 */
import { create } from '@bufbuild/protobuf';
import {
  type FunctionProto,
  GraphProtoSchema,
  ModelProtoSchema,
  type NodeProto,
  type ValueInfoProto,
} from 'onnx-buf';
import { type Model, valueTypes, writeModel } from './model.ts';
import {
  type Constant,
  constantOf,
  constantsOf,
  DOMAIN,
  externalOf,
  label,
  type OperatorNode,
} from './operator.ts';
import { ANY, innerNodes, reads, stagesOf } from './stages.ts';

export interface Segment {
  /** Encoded; weights in files stay there. */
  readonly model: Uint8Array<ArrayBuffer>;
  /** Values by name: graph inputs, outputs of earlier segments, outputs of operators. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** The files that its weights lie in, each once. */
  readonly files: readonly string[];
}

export interface Cut {
  /** One more than operators: segment i runs before operator i. */
  readonly segments: readonly Segment[];
  readonly operators: readonly OperatorNode[];
  /** The initializers that operators read, by name. */
  readonly constants: ReadonlyMap<string, Constant>;
}

interface Piece {
  readonly nodes: readonly NodeProto[];
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** The nodes that `outputs` depend on, among `candidates` in order; and what they read from elsewhere. */
function trace(
  candidates: readonly NodeProto[],
  outputs: readonly string[],
  initializers: ReadonlyMap<string, unknown>,
): Piece {
  const needed = new Set(outputs);
  const nodes = candidates.toReversed().filter((node) => {
    if (!node.output.some((name) => needed.has(name))) return false;
    for (const name of reads(node)) needed.add(name);
    return true;
  });
  nodes.reverse();
  const own = new Set(nodes.flatMap(({ output }) => output));
  const inputs = new Set(nodes.flatMap(reads).filter((name) => !own.has(name) && !initializers.has(name)));
  return { nodes, inputs: [...inputs], outputs };
}

/** The functions that these nodes call, and those that these call in turn. */
function functionsOf(nodes: readonly NodeProto[], all: readonly FunctionProto[]): FunctionProto[] {
  const found = new Set<FunctionProto>();
  const visit = (node: NodeProto) => {
    for (const called of all)
      if (called.domain === node.domain && called.name === node.opType && !found.has(called)) {
        found.add(called);
        for (const inner of called.node) for (const each of [inner, ...innerNodes(inner)]) visit(each);
      }
  };
  for (const node of nodes) visit(node);
  return all.filter((each) => found.has(each));
}

function encode(model: Model, piece: Piece, types: ReadonlyMap<string, ValueInfoProto>): Segment {
  const nodes = piece.nodes.flatMap((node) => [node, ...innerNodes(node)]);
  const read = new Set(piece.nodes.flatMap(reads));
  const initializer = model.graph.initializer.filter(({ name }) => read.has(name));
  const functions = functionsOf(nodes, model.functions);
  const domains = new Set([
    ...nodes.map(({ domain }) => domain),
    ...functions.flatMap(({ opsetImport }) => opsetImport.map(({ domain }) => domain)),
  ]);
  const typed = (name: string) => {
    const type = types.get(name);
    if (type?.type?.value.case === 'tensorType' && type.type.value.value.elemType) return type;
    const near = model.graph.node.find((node) => node.output.includes(name)) ?? piece.nodes[0];
    throw new Error(`onnx: ${label(near)}: expected the element type of "${name}" in value_info, got none`);
  };
  const graph = create(GraphProtoSchema, {
    name: model.graph.name,
    node: [...piece.nodes],
    initializer,
    input: piece.inputs.map(typed),
    output: piece.outputs.map(typed),
  });
  const opsetImport = model.opsetImport.filter(({ domain }) =>
    domains.has(domain === 'ai.onnx' ? '' : domain),
  );
  const files = initializer.flatMap((tensor) => externalOf(tensor)?.location ?? []);
  return {
    model: writeModel(
      create(ModelProtoSchema, { irVersion: model.irVersion, opsetImport, functions, graph }),
    ),
    inputs: piece.inputs,
    outputs: piece.outputs,
    files: [...new Set(files)],
  };
}

/**
 * Cuts a model at its operators, one after the other. `known` are the op types that our domain may have.
 * Throws `onnx: …`, naming the node, where that cannot be done.
 */
export function cut(model: Model, known: readonly string[]): Cut {
  const { graph } = model;
  for (const { domain, name, node } of model.functions)
    for (const inner of node)
      if (inner.domain === DOMAIN)
        throw new Error(
          `onnx: ${label(inner)}: expected in the main graph, got it in function ${domain}.${name}`,
        );
  const { operators, stageOf } = stagesOf(graph, known);
  const initializers = new Map(graph.initializer.map((tensor) => [tensor.name, tensor]));
  const types = valueTypes(graph);
  const last = operators.length;
  const needed = new Set(graph.output.map(({ name }) => name));
  const computed = new Set([...stageOf.keys()].flatMap(({ output }) => output));
  for (const name of needed)
    if (!computed.has(name))
      throw new Error(`onnx: graph output "${name}": expected a node of a segment to give it, got none`);

  const segments: Segment[] = [];
  for (let stage = last; stage >= 0; stage -= 1) {
    const operator = operators[stage];
    if (operator && !needed.has(operator.output))
      throw new Error(
        `onnx: ${operator.operator} "${operator.name}": expected a reader of its output, got none`,
      );
    if (operator) needed.add(operator.qkv);
    const nodes = graph.node.filter((node) => [stage, ANY].includes(stageOf.get(node) ?? Number.NaN));
    const outputs = nodes
      .filter((node) => stageOf.get(node) === stage || stage === last)
      .flatMap(({ output }) => output.filter((name) => needed.has(name)));
    const piece = trace(nodes, outputs, initializers);
    for (const name of piece.inputs) needed.add(name);
    segments.unshift(encode(model, piece, types));
  }
  const read = new Set(operators.flatMap(constantsOf));
  const constants = new Map(
    graph.initializer.filter(({ name }) => read.has(name)).map((tensor) => [tensor.name, constantOf(tensor)]),
  );
  return { segments, operators, constants };
}
