/** Small makers of ONNX messages: each returns new data and changes nothing. */
import { create } from '@bufbuild/protobuf';
import {
  type AttributeProto,
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  TensorProto_DataLocation as DataLocation,
  type FunctionProto,
  FunctionProtoSchema,
  GraphProtoSchema,
  type ModelProto,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  StringStringEntryProtoSchema,
  type TensorProto,
  TensorProto_DataType,
  TensorProtoSchema,
  TensorShapeProto_DimensionSchema,
  TensorShapeProtoSchema,
  TypeProto_TensorSchema,
  TypeProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from 'onnx-buf';

export const ElementType = TensorProto_DataType;

/** An attribute's value; `from` takes it, inside a function, from the attribute of that name on the calling node. */
export type Attribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly ints: readonly number[] }
  | { readonly tensor: TensorProto }
  | { readonly from: string; readonly type: 'int' | 'float' };

export type Attributes = Readonly<Record<string, Attribute>>;

/** Where a tensor's bytes lie in a file beside the graph. */
export interface External {
  readonly location: string;
  readonly offset: number;
  readonly length: number;
}

/** Domain → version; the standard domain is `''`. */
export type Opsets = Readonly<Record<string, number>>;

function attribute(name: string, value: Attribute): AttributeProto {
  if ('int' in value)
    return create(AttributeProtoSchema, { name, type: AttributeType.INT, i: BigInt(value.int) });
  if ('float' in value)
    return create(AttributeProtoSchema, { name, type: AttributeType.FLOAT, f: value.float });
  if ('ints' in value)
    return create(AttributeProtoSchema, { name, type: AttributeType.INTS, ints: value.ints.map(BigInt) });
  if ('tensor' in value)
    return create(AttributeProtoSchema, { name, type: AttributeType.TENSOR, t: value.tensor });
  const type = value.type === 'int' ? AttributeType.INT : AttributeType.FLOAT;
  return create(AttributeProtoSchema, { name, type, refAttrName: value.from });
}

export interface NodePlace {
  readonly name?: string;
  readonly domain?: string;
}

/** An input or output that is left out is `''`. */
export function node(
  opType: string,
  input: readonly string[],
  output: readonly string[],
  attributes: Attributes = {},
  { name = output.find((each) => each !== '') ?? '', domain = '' }: NodePlace = {},
): NodeProto {
  return create(NodeProtoSchema, {
    name,
    domain,
    opType,
    input: [...input],
    output: [...output],
    attribute: Object.entries(attributes).map(([key, value]) => attribute(key, value)),
  });
}

/** A tensor that carries its own little-endian bytes. */
export function inlineTensor(
  name: string,
  dataType: TensorProto_DataType,
  dims: readonly number[],
  bytes: Uint8Array,
): TensorProto {
  return create(TensorProtoSchema, { name, dataType, dims: dims.map(BigInt), rawData: bytes.slice() });
}

/** A tensor whose bytes lie in a file beside the graph. */
export function externalTensor(
  name: string,
  dataType: TensorProto_DataType,
  dims: readonly number[],
  { location, offset, length }: External,
): TensorProto {
  const entries = { location, offset: `${offset}`, length: `${length}` };
  return create(TensorProtoSchema, {
    name,
    dataType,
    dims: dims.map(BigInt),
    dataLocation: DataLocation.EXTERNAL,
    externalData: Object.entries(entries).map(([key, value]) =>
      create(StringStringEntryProtoSchema, { key, value }),
    ),
  });
}

/** A value's type; a dimension given as text is symbolic. */
export function valueInfo(
  name: string,
  elemType: TensorProto_DataType,
  dims: readonly (number | string)[],
): ValueInfoProto {
  const dim = dims.map((each) =>
    create(TensorShapeProto_DimensionSchema, {
      value:
        typeof each === 'string'
          ? { case: 'dimParam', value: each }
          : { case: 'dimValue', value: BigInt(each) },
    }),
  );
  const shape = create(TensorShapeProtoSchema, { dim });
  const value = create(TypeProto_TensorSchema, { elemType, shape });
  return create(ValueInfoProtoSchema, {
    name,
    type: create(TypeProtoSchema, { value: { case: 'tensorType', value } }),
  });
}

const imports = (opsets: Opsets) =>
  Object.entries(opsets).map(([domain, version]) =>
    create(OperatorSetIdProtoSchema, { domain, version: BigInt(version) }),
  );

export interface FunctionParts {
  readonly domain: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Names of the attributes that a calling node must give. */
  readonly attributes: readonly string[];
  readonly opsets: Opsets;
  readonly nodes: readonly NodeProto[];
}

/** A model-local function: what a node of its domain and name stands for. */
export function localFunction(parts: FunctionParts): FunctionProto {
  return create(FunctionProtoSchema, {
    domain: parts.domain,
    name: parts.name,
    input: [...parts.inputs],
    output: [...parts.outputs],
    attribute: [...parts.attributes],
    opsetImport: imports(parts.opsets),
    node: [...parts.nodes],
  });
}

export interface ModelParts {
  readonly name: string;
  readonly irVersion: number;
  readonly opsets: Opsets;
  readonly inputs: readonly ValueInfoProto[];
  readonly outputs: readonly ValueInfoProto[];
  readonly nodes: readonly NodeProto[];
  readonly initializers?: readonly TensorProto[];
  readonly values?: readonly ValueInfoProto[];
  readonly functions?: readonly FunctionProto[];
}

/** A whole model; `name` is the graph's. */
export function model(parts: ModelParts): ModelProto {
  return create(ModelProtoSchema, {
    irVersion: BigInt(parts.irVersion),
    opsetImport: imports(parts.opsets),
    functions: [...(parts.functions ?? [])],
    graph: create(GraphProtoSchema, {
      name: parts.name,
      node: [...parts.nodes],
      initializer: [...(parts.initializers ?? [])],
      input: [...parts.inputs],
      output: [...parts.outputs],
      valueInfo: [...(parts.values ?? [])],
    }),
  });
}
