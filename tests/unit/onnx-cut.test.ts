/** A graph is cut at its operators: the pieces together compute what the whole does, and carry nothing more. */

import fc from 'fast-check';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { cut, DOMAIN, ElementType, type Model, type NodeProto, node, readModel, writeModel } from '#onnx';
import { attributes, floats, graph, operator, tables, twoLayers, WIDTH } from './onnx-graphs.ts';

const known = ['Double'];
const x = new Tensor(
  'float32',
  Float32Array.from({ length: 3 * WIDTH }, (_, i) => i - 5),
  [3, WIDTH],
);

/** Runs the pieces one after the other, the operators in plain loops between them. */
async function runPieces(model: Model): Promise<ReadonlyMap<string, Tensor>> {
  const { segments, operators } = cut(model, known);
  const values = new Map<string, Tensor>([['x', x]]);
  for (const [index, { model: bytes, inputs, outputs }] of segments.entries()) {
    const session = await InferenceSession.create(bytes, { logSeverityLevel: 3 });
    expect([session.inputNames, session.outputNames]).toEqual([inputs, outputs]);
    const feeds = Object.fromEntries(inputs.map((name) => [name, values.get(name) as Tensor]));
    for (const [name, value] of Object.entries(await session.run(feeds))) values.set(name, value as Tensor);
    await session.release();
    const between = operators[index];
    if (!between) continue;
    const qkv = values.get(between.qkv) as Tensor;
    const twice = Float32Array.from(qkv.data as Float32Array, (value) => value * 2);
    values.set(between.output, new Tensor('float32', twice, qkv.dims));
  }
  return values;
}

async function runWhole(model: Model): Promise<Tensor> {
  const { graph: main } = model;
  const rope = new Uint8Array(128);
  const session = await InferenceSession.create(writeModel(model), {
    externalData: [{ path: 'rope.bin', data: rope }],
    logSeverityLevel: 3,
  });
  const results = await session.run({ x });
  await session.release();
  return results[main.output[0].name] as Tensor;
}

describe('a graph of two operators', () => {
  test('gives in three pieces what it gives whole', async () => {
    const whole = await runWhole(twoLayers());
    const pieces = await runPieces(twoLayers());
    // w = 3, a = 3x, b = 6x + 3, c = 4b, y = 4b + a + b + x = 34x + 15.
    expect(Array.from(whole.data as Float32Array)).toEqual(
      Array.from(x.data as Float32Array, (value) => 34 * value + 15),
    );
    expect(pieces.get('y')?.data).toEqual(whole.data);
  });

  test('hands on what a later piece or an operator needs, and nothing else', () => {
    const { segments } = cut(twoLayers(), known);
    expect(segments.map(({ inputs, outputs }) => [inputs, outputs])).toEqual([
      [['x'], ['a']],
      [['first'], ['b']],
      [['second', 'a', 'b', 'x'], ['y']],
    ]);
  });

  test('copies a node that reads initializers only into each piece that needs it', () => {
    const { segments } = cut(twoLayers(), known);
    const types = segments.map(({ model }) => readModel(model).graph.node.map(({ opType }) => opType));
    expect(types).toEqual([
      ['Cast', 'Mul'],
      ['Cast', 'Add'],
      ['Twice', 'Sum'],
    ]);
  });

  test('keeps in each piece only the initializers, functions and opset imports that it uses', () => {
    const pieces = cut(twoLayers(), known).segments.map(({ model }) => readModel(model));
    expect(pieces.map(({ graph: main }) => main.initializer.map(({ name }) => name))).toEqual([
      ['w.f16'],
      ['w.f16'],
      [],
    ]);
    expect(pieces.map(({ functions }) => functions.map(({ name }) => name))).toEqual([[], [], ['Twice']]);
    expect(pieces.map(({ opsetImport }) => opsetImport.map(({ domain }) => domain))).toEqual([
      [''],
      [''],
      ['', 'ours'],
    ]);
  });

  test('tells of each operator what is needed to run it elsewhere', () => {
    const { operators, constants } = cut(twoLayers(), known);
    expect(operators[1]).toEqual({
      name: 'second',
      operator: 'Double',
      qkv: 'b',
      cos: 'cos',
      sin: 'sin',
      parameter: null,
      output: 'second',
      weights: 'second.weights',
      heads: 2,
      keyHeads: 1,
      headSize: 2,
      scale: 0.5,
    });
    expect([...constants]).toEqual([
      ['cos', { dims: [8, 2], external: { location: 'rope.bin', offset: 0, length: 64 } }],
      ['sin', { dims: [8, 2], external: { location: 'rope.bin', offset: 64, length: 64 } }],
    ]);
  });
});

test('a fourth input is the parameter of the heads, and no segment holds it', () => {
  const own = node('Double', ['a', 'cos', 'sin', 'own'], ['first', 'w'], attributes, { domain: DOMAIN });
  const model = graph([node('Neg', ['x'], ['a']), own, node('Neg', ['first'], ['y'])], {
    values: ['a', 'first'],
    initializers: [...tables, floats('own', 3, 4)],
  });
  const { operators, constants, segments } = cut(model, known);
  expect(operators[0].parameter).toBe('own');
  expect(constants.get('own')).toEqual({
    dims: [2],
    bytes: new Uint8Array(Float32Array.of(3, 4).buffer),
  });
  for (const segment of segments) expect(readModel(segment.model).graph.initializer).toEqual([]);
});

test('a piece names the files that its weights lie in, each once', () => {
  const [cos, sin] = tables;
  const nodes = [
    node('Add', ['x', 'near'], ['a']),
    operator('a', 'first'),
    node('Gather', ['cos', 'zero'], ['c']),
    node('Gather', ['sin', 'zero'], ['s']),
    node('Concat', ['c', 's'], ['cs'], { axis: { int: 0 } }),
    node('Add', ['first', 'cs'], ['y']),
  ];
  const zero = node('Constant', [], ['zero'], { value_int: { int: 0 } });
  const model = graph([zero, ...nodes], {
    values: ['a', 'first'],
    initializers: [cos, sin, floats('near', 1)],
  });
  expect(cut(model, known).segments.map(({ files }) => files)).toEqual([[], ['rope.bin']]);
});

test('inline constants are given as bytes', () => {
  const nodes = [node('Neg', ['x'], ['a']), operator('a', 'first'), node('Neg', ['first'], ['y'])];
  const initializers = [floats('cos', 1, 0.5), floats('sin', 0, -2)];
  const { constants } = cut(graph(nodes, { values: ['a', 'first'], initializers }), known);
  const { bytes, dims } = constants.get('sin') ?? {};
  expect(dims).toEqual([2]);
  expect(Array.from(new Float32Array(bytes?.slice().buffer ?? new ArrayBuffer(0)))).toEqual([0, -2]);
});

test('a graph without operators is one piece that is the whole', async () => {
  const model = graph([node('Neg', ['x'], ['y'])]);
  const { segments, operators } = cut(model, known);
  expect([segments.length, operators.length]).toEqual([1, 0]);
  expect((await runPieces(model)).get('y')?.data).toEqual((await runWhole(model)).data);
});

test('a body sees the values that it takes from outside', () => {
  const body = (name: string) =>
    graph([node('Add', ['a', 'w'], [name])], { inputs: [], outputs: [name], initializers: [] }).graph;
  const branch = node('If', ['yes'], ['y']);
  branch.attribute = ['then_branch', 'else_branch'].map((name) => {
    const [attribute] = node('If', [], [], { [name]: { int: 0 } }).attribute;
    return Object.assign(attribute, { type: 5, g: body(name) });
  });
  const model = graph(
    [
      node('Neg', ['x'], ['a']),
      operator('a', 'first'),
      node('ReduceSum', ['first'], ['sum'], { keepdims: { int: 0 } }),
      node('Cast', ['sum'], ['yes'], { to: { int: ElementType.BOOL } }),
      branch,
    ],
    { values: ['a', 'first'], initializers: [...tables, floats('w', 1)] },
  );
  const [, last] = cut(model, known).segments;
  expect(last.inputs).toEqual(['first', 'a']);
  expect(readModel(last.model).graph.initializer.map(({ name }) => name)).toEqual(['w']);
});

/** A chain of `layers` operators; between them sums of any two earlier values. */
const anyChain = fc
  .record({
    layers: fc.integer({ min: 0, max: 4 }),
    picks: fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
  })
  .map(({ layers, picks }) => {
    const names = ['x'];
    const nodes: NodeProto[] = [];
    let pick = 0;
    const sum = (with_: string) => {
      const other = names[picks[pick++] % names.length];
      names.push(`v${names.length}`);
      nodes.push(node('Add', [with_, other], [names[names.length - 1]]));
      return names[names.length - 1];
    };
    let stream = sum('x');
    for (let layer = 0; layer < layers; layer += 1) {
      nodes.push(operator(stream, `o${layer}`));
      names.push(`o${layer}`);
      stream = sum(`o${layer}`);
      for (let more = picks[pick++] % 3; more > 0; more -= 1) stream = sum(stream);
    }
    nodes.push(node('Identity', [stream], ['y']));
    return graph(nodes, { values: names.slice(1) });
  });

test('whatever the graph, every piece finds its inputs made before it, and every output has a reader', () => {
  fc.assert(
    fc.property(anyChain, (model) => {
      const { segments, operators } = cut(model, known);
      const made = new Set(['x']);
      for (const [index, { inputs, outputs }] of segments.entries()) {
        expect(inputs.filter((name) => !made.has(name))).toEqual([]);
        for (const name of outputs) made.add(name);
        if (operators[index]) made.add(operators[index].output);
        const readers = new Set([
          ...segments.slice(index + 1).flatMap((later) => later.inputs),
          operators[index]?.qkv,
          'y',
        ]);
        expect(outputs.filter((name) => !readers.has(name))).toEqual([]);
      }
    }),
    { numRuns: 50 },
  );
});
