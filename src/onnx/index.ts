/** ONNX as plain immutable data: read, write, build, cut. */

export type { FunctionProto, ModelProto, NodeProto, TensorProto, ValueInfoProto } from 'onnx-buf';
export {
  type Attribute,
  type Attributes,
  ElementType,
  type External,
  externalTensor,
  type FunctionParts,
  inlineTensor,
  localFunction,
  type ModelParts,
  model,
  type NodePlace,
  node,
  type Opsets,
  valueInfo,
} from './build.ts';
export { type Cut, cut, type Segment } from './cut.ts';
export { expose, type Model, readModel, writeModel } from './model.ts';
export { type Constant, DOMAIN, type OperatorNode } from './operator.ts';
