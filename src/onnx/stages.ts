/**
 * Which stage of the cut each node belongs to.
 *
 * Stage i lies between operator i − 1 and operator i. A node's stage is the largest among the producers of what it
 * reads; an operator's output is of the next stage; a node that reads initializers only has no stage of its own.
 */
import type { GraphProto, NodeProto } from 'onnx-buf';
import { constantsOf, DOMAIN, label, type OperatorNode, operatorOf } from './operator.ts';

/** The stage of a node that reads initializers only: whoever needs it gets a copy. */
export const ANY = -1;

export interface Stages {
  readonly operators: readonly OperatorNode[];
  /** The stage of each node that is not an operator. */
  readonly stageOf: ReadonlyMap<NodeProto, number>;
}

const bodies = (node: NodeProto): readonly GraphProto[] =>
  node.attribute.flatMap(({ g, graphs }) => (g ? [g, ...graphs] : graphs));

/** The nodes of If, Loop and Scan bodies, at any depth. */
export const innerNodes = (node: NodeProto): readonly NodeProto[] =>
  bodies(node).flatMap((body) => body.node.flatMap((inner) => [inner, ...innerNodes(inner)]));

/** All values that a node reads, those that its bodies take from outside included. */
export function reads(node: NodeProto): readonly string[] {
  const outer = bodies(node).flatMap((body) => {
    const own = new Set([
      ...body.input.map(({ name }) => name),
      ...body.initializer.map(({ name }) => name),
      ...body.node.flatMap(({ output }) => output),
    ]);
    const used = [...body.node.flatMap(reads), ...body.output.map(({ name }) => name)];
    return used.filter((name) => !own.has(name));
  });
  return [...new Set([...node.input, ...outer])].filter((name) => name !== '');
}

/** Throws, naming the node, where the graph cannot be cut. `known` are the op types that our domain may have. */
export function stagesOf(graph: GraphProto, known: readonly string[]): Stages {
  const initializers = new Set(graph.initializer.map(({ name }) => name));
  const home = new Map<string, number>();
  for (const { name } of graph.input) home.set(name, 0);
  for (const name of initializers) home.set(name, ANY);
  const weights = new Map<string, OperatorNode>();
  const given = new Set<string>();
  const operators: OperatorNode[] = [];
  const stageOf = new Map<NodeProto, number>();

  const stage = (node: NodeProto) =>
    reads(node).reduce((latest, name) => {
      const owner = weights.get(name);
      if (owner)
        throw new Error(
          `onnx: ${label(node)}: expected no reader of the weights "${name}" of ${owner.name}, which only a whole graph computes`,
        );
      const found = home.get(name);
      if (found === undefined)
        throw new Error(`onnx: ${label(node)}: expected a node before it that gives "${name}", got none`);
      return Math.max(latest, found);
    }, ANY);

  const place = (node: NodeProto, name: string, at: number) => {
    if (given.has(name) || initializers.has(name))
      throw new Error(
        `onnx: ${label(node)}: expected to be the only one that gives "${name}", got another before it`,
      );
    given.add(name);
    home.set(name, at);
  };

  const operator = (node: NodeProto) => {
    const read = operatorOf(node, known);
    for (const name of constantsOf(read))
      if (!initializers.has(name))
        throw new Error(`onnx: ${label(node)}: expected an initializer, got the computed value "${name}"`);
    const at = stage(node);
    const before = operators.at(-1);
    if (before && at < operators.length)
      throw new Error(
        `onnx: ${label(node)}: expected to follow ${before.operator} "${before.name}", got one that does not need its output`,
      );
    if (at < operators.length || !given.has(read.qkv) || before?.output === read.qkv)
      throw new Error(
        `onnx: ${label(node)}: expected a node of its own segment to give "${read.qkv}", got none`,
      );
    place(node, read.output, operators.length + 1);
    weights.set(read.weights, read);
    operators.push(read);
  };

  for (const node of graph.node) {
    const hidden = innerNodes(node).find(({ domain }) => domain === DOMAIN);
    if (hidden)
      throw new Error(
        `onnx: ${label(hidden)}: expected in the main graph, got it in a body of ${label(node)}`,
      );
    if (node.domain === DOMAIN) {
      operator(node);
      continue;
    }
    const at = stage(node);
    stageOf.set(node, at);
    for (const name of node.output) if (name !== '') place(node, name, at);
  }
  return { operators, stageOf };
}
