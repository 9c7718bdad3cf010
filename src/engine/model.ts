/** A model opened on a machine: its graph cut at the operator, a session for each piece, the operators' constants uploaded. */

import type { InferenceSession } from 'onnxruntime-web';
import { type Precision, type Rule, ruleNamed, rules } from '#attention';
import { type Constant, type Cut, cut, readModel } from '#onnx';
import type { ModelCard } from './card.ts';
import type { Machine } from './machine.ts';
import { Problem } from './problem.ts';
import type { Turns } from './turns.ts';

/** Where a model's files come from; the bytes are as the card says, verified. */
export interface ModelFiles {
  read(path: string): Promise<Uint8Array>;
}

export interface OpenModel<B = unknown> {
  readonly card: ModelCard;
  readonly machine: Machine<B>;
  readonly partition: Cut;
  readonly sessions: readonly InferenceSession[];
  /** Rope tables [P, D/2] and parameters of heads [H], by name. */
  readonly constants: ReadonlyMap<string, B>;
  close(): Promise<void>;
}

/** The rule of an op type; the partition has refused unknown ones. */
export function ruleOf(operator: string): Rule {
  const found = rules.find((rule) => rule.operator === operator);
  if (!found) throw new Error(`engine: expected a known operator, got ${operator}`);
  return found;
}

/** Names in the graph: the embeddings and the output of each block but the last, where they meet an operator. */
export const hiddenState = (index: number) => `hidden.${index}`;
export const LAST_BLOCK = 'hidden.last';
export const FINAL_NORM = 'hidden.norm';
export const LOGITS = 'logits';

/** The operator's kernels for all layers: at once if they are there already. */
export async function prepare(
  { operator }: Pick<Machine, 'operator'>,
  operators: Cut['operators'],
  precision: Precision,
): Promise<void> {
  const kinds = new Map(
    operators.map((node) => [
      `${node.operator} ${node.headSize}`,
      { rule: ruleOf(node.operator).id, headSize: node.headSize },
    ]),
  );
  for (const { rule, headSize } of kinds.values()) await operator.prepare(rule, headSize, precision);
}

/** Throws unless each segment gives what the run reads of it. */
function checkOutputs({ segments, operators }: Cut): void {
  for (const [index, { outputs }] of segments.entries())
    for (const name of index < operators.length ? [hiddenState(index)] : [LAST_BLOCK, FINAL_NORM, LOGITS])
      if (!outputs.includes(name))
        throw new Problem(
          'broken-file',
          `graph.onnx: expected "${name}" from segment ${index}, got ${outputs.join(', ')}`,
        );
}

/** Files are read one segment ahead of the session that is being made, and let go after their last use. */
function readAhead(partition: Cut, files: ModelFiles) {
  const wanted = partition.segments.map((segment) => segment.files);
  const reading = new Map<string, Promise<Uint8Array>>();
  const start = (path: string) => {
    const found = reading.get(path) ?? files.read(path);
    found.catch(() => undefined);
    reading.set(path, found);
    return found;
  };
  return async (index: number) => {
    for (const path of wanted[index + 1] ?? []) start(path);
    const read = await Promise.all(wanted[index].map(async (path) => ({ path, data: await start(path) })));
    const later = new Set(wanted.slice(index + 1).flat());
    for (const { path } of read) if (!later.has(path)) reading.delete(path);
    return read;
  };
}

/** Each file is read once, however many of the constants lie in it. */
function readOnce(files: ModelFiles): ModelFiles {
  const read = new Map<string, Promise<Uint8Array>>();
  return {
    read(path) {
      const found = read.get(path) ?? files.read(path);
      read.set(path, found);
      return found;
    },
  };
}

async function floatsOf(
  name: string,
  { bytes, external }: Constant,
  files: ModelFiles,
): Promise<Float32Array> {
  const whole = external ? await files.read(external.location) : bytes;
  const part = external ? whole?.subarray(external.offset, external.offset + external.length) : whole;
  if (!part?.length || part.length % 4)
    throw new Problem(
      'broken-file',
      `graph.onnx: expected float32 values of ${name}, got ${part?.length} bytes`,
    );
  // A copy, since a part of a file need not begin at a multiple of 4 (and Node's Buffer.slice is none).
  return new Float32Array(new Uint8Array(part).buffer);
}

/**
 * Opens a model. Throws `broken-file` if graph and card do not fit each other or a session cannot be made;
 * nothing is left behind then.
 */
export async function openModel<B>(
  machine: Machine<B>,
  card: ModelCard,
  files: ModelFiles,
): Promise<OpenModel<B>> {
  ruleNamed(card.rule);
  const graph = await files.read('graph.onnx');
  const partition = cut(
    readModel(graph),
    rules.map((rule) => rule.operator),
  );
  if (partition.operators.length !== card.layers)
    throw new Problem(
      'broken-file',
      `graph.onnx: expected ${card.layers} attention nodes as card.json says, got ${partition.operators.length}`,
    );
  checkOutputs(partition);
  for (const { name, operator, headSize, scale, parameter } of partition.operators) {
    const rule = ruleOf(operator);
    if ((rule.parameter === null) !== (parameter === null))
      throw new Problem(
        'broken-file',
        `graph.onnx: ${name}: expected ${rule.parameter ? 4 : 3} inputs of ${operator}, got ${parameter === null ? 3 : 4}`,
      );
    if (Math.abs(scale * Math.sqrt(headSize) - 1) > 1e-6)
      throw new Problem(
        'broken-file',
        `graph.onnx: ${name}: expected the scale 1/√${headSize}, got ${scale}`,
      );
  }
  await prepare(machine, partition.operators, 'f32');
  const sessions: InferenceSession[] = [];
  const constants = new Map<string, B>();
  const { runtime } = machine;
  const turns: Turns = (act) =>
    runtime.turns(() => {
      machine.charge();
      return act();
    });
  const close = async () => {
    for (const session of sessions.splice(0)) await runtime.turns(() => session.release());
    for (const buffer of constants.values()) machine.discard(buffer);
    constants.clear();
  };
  try {
    const next = readAhead(partition, files);
    for (const [index, segment] of partition.segments.entries()) {
      const data = await next(index);
      sessions.push(await turns(() => runtime.createSession(segment.model, data, segment.outputs)));
    }
    const once = readOnce(files);
    for (const [name, constant] of partition.constants) {
      const values = await floatsOf(name, constant, once);
      constants.set(name, await turns(() => machine.upload(name, values)));
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { card, machine, partition, sessions, constants, close };
}
