/** One forward pass: segment, attention, segment, attention, …; q, k, v and the hidden state stay where they are. */

import type { Tensor } from 'onnxruntime-web';
import type { KeptLayer, PictureRequest, Precision, Survey } from '#attention';
import { OutOfMemory } from '#gpu';
import type { Measurements } from './machine.ts';
import { MOST_F32_BYTES, precisionFor, shortage } from './memory.ts';
import { FINAL_NORM, hiddenState, LAST_BLOCK, LOGITS, type OpenModel, prepare, ruleOf } from './model.ts';
import { checkLayer, drawRun, type HeadOfRun, type KeptRun } from './pictures.ts';
import { Problem, problemOf } from './problem.ts';
import type { Turns } from './turns.ts';

/** What one run measures. */
export interface Numbers extends Measurements {
  /** [L] */
  readonly layers: readonly Survey[];
}

/** What a forward pass leaves on the machine: enough to draw any head until it is released. */
export interface Forward {
  readonly tokens: number;
  /** How q and k are kept. */
  readonly precision: Precision;
  /** On their way: pictures can be drawn before they are here. They reject when the machine fails. */
  readonly numbers: Promise<Numbers>;
  picture(request: PictureRequest<HeadOfRun>): Promise<ImageBitmap>;
  /** [T] weights of one query. */
  row(layer: number, head: number, query: number): Promise<Float32Array>;
  /** [T] weights of all queries on one key; queries before it are 0. */
  column(layer: number, head: number, key: number): Promise<Float32Array>;
  /** [T] sums of the rows of one head. */
  rowSums(layer: number, head: number): Promise<Float32Array>;
  /** Its layers, for pictures of other runs. Throws once they are released. */
  kept(): KeptRun;
  release(): Promise<void>;
}

function checkIds(ids: readonly number[], longest: number, vocabulary: number): void {
  if (ids.length < 1 || ids.length > longest)
    throw new Problem('too-long', `engine: expected 1 to ${longest} tokens, got ${ids.length}`);
  for (const id of ids)
    if (!(Number.isInteger(id) && id >= 0 && id < vocabulary))
      throw new Problem('other', `engine: expected token ids below ${vocabulary}, got ${id}`);
}

function found<V>(values: ReadonlyMap<string, V>, name: string): V {
  const value = values.get(name);
  if (value === undefined)
    throw new Error(`engine: expected the value "${name}" from an earlier step, got none`);
  return value;
}

/** A forward pass and its numbers. */
export type Trace = Omit<Forward, 'numbers'> & Numbers;

/** Both settle before the first failure is thrown: nothing is then on its way any more. */
async function together<A, C>(first: Promise<A>, second: Promise<C>): Promise<readonly [A, C]> {
  await Promise.allSettled([first, second]);
  return [await first, await second];
}

/**
 * Runs ids [T] through the model; resolves when all work is submitted. A newer text stops this one between segments
 * by `signal`; whatever it held is then freed. On WebGPU q and k of all layers take at most `mostF32` bytes in f32;
 * where they would take more they are kept in f16. Throws `out-of-memory` that says how many tokens would fit.
 */
export async function forward<B>(
  model: OpenModel<B>,
  ids: readonly number[],
  signal?: AbortSignal,
  mostF32 = MOST_F32_BYTES,
): Promise<Forward> {
  const { card, machine, partition, sessions, constants } = model;
  checkIds(ids, card.longest, card.vocabulary);
  const tokens = ids.length;
  const { operators } = partition;
  const precision = machine.kind === 'webgpu' ? precisionFor(operators, tokens, mostF32) : 'f32';
  // Not when a model is opened: few texts are so long.
  if (precision === 'f16') await prepare(machine, operators, precision);
  const before = machine.held().bytes;
  /** Stands for this run where the device says what failed. */
  const owner = {};
  const turns: Turns = (act) =>
    machine.runtime.turns(() => {
      machine.charge(owner);
      return act();
    });
  const told = (error: unknown) =>
    error instanceof OutOfMemory
      ? shortage(error, { operators, tokens, precision, hidden: card.hidden, before })
      : error;
  /** What a later segment still needs, by name. */
  const values = new Map<string, Tensor>([['ids', machine.runtime.ids(ids)]]);
  /** Those of them that the operator made. */
  const outputs = new Map<string, B>();
  const layers: KeptLayer<B>[] = [];
  const measurement = machine.measure();

  const value = (name: string) => found(values, name);
  const constant = (name: string) => found(constants, name);

  const segment = async (index: number) => {
    const { inputs, outputs: names } = partition.segments[index];
    const results = await sessions[index].run(Object.fromEntries(inputs.map((name) => [name, value(name)])));
    for (const name of names) values.set(name, results[name]);
    const operator = partition.operators[index];
    if (operator) {
      measurement.hidden(machine.bufferOf(value(hiddenState(index))), tokens * card.hidden);
      const { kept, output } = machine.operator.attend({
        shape: { tokens, heads: operator.heads, keyHeads: operator.keyHeads, headSize: operator.headSize },
        rule: ruleOf(operator.operator).id,
        precision,
        qkv: machine.bufferOf(value(operator.qkv)),
        cos: constant(operator.cos),
        sin: constant(operator.sin),
        parameter: operator.parameter === null ? undefined : constant(operator.parameter),
      });
      layers.push(kept);
      outputs.set(operator.output, output);
      values.set(operator.output, machine.tensorOf(output, [tokens, operator.heads * operator.headSize]));
    } else {
      for (const name of [LAST_BLOCK, FINAL_NORM])
        measurement.hidden(machine.bufferOf(value(name)), tokens * card.hidden);
      measurement.logits(machine.bufferOf(value(LOGITS)), ids, card.vocabulary);
    }
    dispose(index);
  };

  /** Outputs of ONNX Runtime go back to it, the operator's to the machine. */
  const forget = (name: string) => {
    const output = outputs.get(name);
    if (output === undefined) values.get(name)?.dispose();
    else machine.discard(output);
    outputs.delete(name);
    values.delete(name);
  };

  /** What was released belongs to others by now. */
  const kept = () => {
    if (layers.length === 0) throw new Error('engine: expected a run that is still kept, got one released');
    return { machine, layers };
  };

  const keptLayer = (index: number) => {
    checkLayer(kept(), index);
    return layers[index];
  };

  /** Values that no later segment needs are forgotten at once. */
  const dispose = (index: number) => {
    const later = new Set(partition.segments.slice(index + 1).flatMap(({ inputs }) => inputs));
    for (const name of [...values.keys()]) if (!later.has(name)) forget(name);
  };

  try {
    for (let index = 0; index < partition.segments.length; index += 1)
      await turns(() => {
        signal?.throwIfAborted();
        return segment(index);
      });
    const both = await turns(() => [measurement.finish(), machine.operator.survey(layers)] as const);
    const numbers = together(...both).then(
      ([measured, layers]) => ({ ...measured, layers }),
      (error) => Promise.reject(told(error)),
    );
    numbers.catch(() => undefined);
    return {
      tokens,
      precision,
      numbers,
      kept,
      picture: (request) => turns(() => drawRun(kept(), request)),
      row: (layer, head, query) => turns(() => machine.operator.row(keptLayer(layer), head, query)),
      column: (layer, head, key) => turns(() => machine.operator.column(keptLayer(layer), head, key)),
      rowSums: (layer, head) => turns(() => machine.operator.rowSums(keptLayer(layer), head)),
      release: () => machine.runtime.turns(() => machine.operator.release(layers.splice(0))),
    };
  } catch (error) {
    await machine.runtime
      .turns(() => {
        machine.operator.release(layers.splice(0));
        measurement.discard();
        for (const name of [...values.keys()]) forget(name);
      })
      .catch(() => undefined);
    throw told(error);
  }
}

async function measured<B>(...asked: Parameters<typeof forward<B>>): Promise<Trace> {
  const { numbers, ...left } = await forward(...asked);
  try {
    const measured = await numbers;
    asked[2]?.throwIfAborted();
    return { ...left, ...measured };
  } catch (error) {
    await left.release().catch(() => undefined);
    throw error;
  }
}

/**
 * Runs ids [T] through the model, to its numbers; what a run that fails or is stopped held is freed. Where memory is
 * short it is tried once more, with what lay spare given back and with q and k in f16.
 */
export async function run<B>(
  model: OpenModel<B>,
  ids: readonly number[],
  signal?: AbortSignal,
  mostF32 = MOST_F32_BYTES,
): Promise<Trace> {
  try {
    return await measured(model, ids, signal, mostF32);
  } catch (error) {
    const { kind, recovered } = problemOf(error);
    if (model.machine.kind !== 'webgpu' || kind !== 'out-of-memory' || !recovered) throw error;
    model.machine.trim();
    return measured(model, ids, signal, 0);
  }
}
