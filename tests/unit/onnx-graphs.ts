/** Hand-made graphs of the cut's tests, small enough to be read. */
import {
  type Attributes,
  DOMAIN,
  ElementType,
  externalTensor,
  inlineTensor,
  localFunction,
  type Model,
  type ModelParts,
  model,
  type NodeProto,
  node,
  readModel,
  valueInfo,
  writeModel,
} from '#onnx';

export const WIDTH = 4;

/** [T, 4] */
export const rows = (name: string) => valueInfo(name, ElementType.FLOAT, ['T', WIDTH]);

export const floats = (name: string, ...values: readonly number[]) =>
  inlineTensor(name, ElementType.FLOAT, [values.length], new Uint8Array(Float32Array.from(values).buffer));

/** Rope tables; the operators of these graphs read them but do not use them. */
export const tables = ['cos', 'sin'].map((name) =>
  externalTensor(name, ElementType.FLOAT, [8, 2], {
    location: 'rope.bin',
    offset: name === 'cos' ? 0 : 64,
    length: 64,
  }),
);

export const attributes: Attributes = {
  heads: { int: 2 },
  key_heads: { int: 1 },
  head_size: { int: 2 },
  scale: { float: 0.5 },
};

export const operator = (qkv: string, output: string, type = 'Double', given = attributes): NodeProto =>
  node(type, [qkv, 'cos', 'sin'], [output, `${output}.weights`], given, { domain: DOMAIN });

/** What `Double` stands for: twice its input. */
const double = localFunction({
  domain: DOMAIN,
  name: 'Double',
  inputs: ['qkv', 'cos', 'sin'],
  outputs: ['output', 'map'],
  attributes: Object.keys(attributes),
  opsets: { '': 23 },
  nodes: [node('Add', ['qkv', 'qkv'], ['output']), node('Identity', ['cos'], ['map'])],
});

/** Encoded and read back, as a file would be. `values` lists what crosses. */
export function graph(
  nodes: readonly NodeProto[],
  {
    outputs = ['y'],
    values = [],
    ...rest
  }: { outputs?: readonly string[]; values?: readonly string[] } & Partial<
    Omit<ModelParts, 'outputs' | 'values'>
  > = {},
): Model {
  const made = model({
    name: 'hand-made',
    irVersion: 10,
    opsets: { '': 23, [DOMAIN]: 1 },
    inputs: [rows('x')],
    outputs: outputs.map(rows),
    values: values.map(rows),
    functions: [double],
    initializers: tables,
    nodes,
    ...rest,
  });
  return readModel(writeModel(made));
}

/** x → a → Double → b → Double → y, the sum of the last output, a, b and x. */
export const twoLayers = () =>
  graph(
    [
      node('Cast', ['w.f16'], ['w'], { to: { int: ElementType.FLOAT } }),
      node('Mul', ['x', 'w'], ['a']),
      node('Neg', ['a'], ['unread']),
      operator('a', 'first'),
      node('Add', ['first', 'w'], ['b']),
      operator('b', 'second'),
      node('Twice', ['second'], ['c'], {}, { domain: 'ours' }),
      node('Sum', ['c', 'a', 'b', 'x'], ['y']),
    ],
    {
      values: ['a', 'first', 'b', 'second'],
      opsets: { '': 23, [DOMAIN]: 1, ours: 1 },
      initializers: [
        ...tables,
        inlineTensor('w.f16', ElementType.FLOAT16, [1], Uint8Array.of(0x00, 0x42)),
        floats('unused', 7),
      ],
      functions: [
        double,
        localFunction({
          domain: 'ours',
          name: 'Twice',
          inputs: ['value'],
          outputs: ['result'],
          attributes: [],
          opsets: { '': 23 },
          nodes: [node('Add', ['value', 'value'], ['result'])],
        }),
      ],
    },
  );
