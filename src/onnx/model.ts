/** A model as bytes and back, and the same model with more of its values shown. */
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import {
  type GraphProto,
  GraphProtoSchema,
  type ModelProto,
  ModelProtoSchema,
  type ValueInfoProto,
} from 'onnx-buf';

/** A model that has its graph. */
export type Model = ModelProto & { readonly graph: GraphProto };

/** Decodes a model; inline weights stay views of `bytes`. Throws if it is not an ONNX model with a graph. */
export function readModel(bytes: Uint8Array): Model {
  let model: ModelProto;
  try {
    model = fromBinary(ModelProtoSchema, bytes);
  } catch (error) {
    throw new Error(`onnx: expected an ONNX model, got ${bytes.length} bytes that do not decode`, {
      cause: error,
    });
  }
  return withGraph(model);
}

export const writeModel = (model: ModelProto): Uint8Array<ArrayBuffer> => toBinary(ModelProtoSchema, model);

export function withGraph(model: ModelProto): Model {
  if (!model.graph) throw new Error('onnx: expected a model with a graph, got none');
  return model as Model;
}

/** The type of every value that states one, by name. */
export function valueTypes({ input, output, valueInfo }: GraphProto): ReadonlyMap<string, ValueInfoProto> {
  return new Map([...valueInfo, ...input, ...output].map((value) => [value.name, value]));
}

/** The model with further values as graph outputs; each must be in its value_info. */
export function expose(model: Model, names: readonly string[]): Model {
  const types = valueTypes(model.graph);
  const declared = new Set(model.graph.output.map(({ name }) => name));
  const added = names
    .filter((name) => !declared.has(name))
    .map((name) => {
      const type = types.get(name);
      if (!type) throw new Error(`onnx: expected a value in value_info, got "${name}"`);
      return type;
    });
  const graph = create(GraphProtoSchema, { ...model.graph, output: [...model.graph.output, ...added] });
  return withGraph(create(ModelProtoSchema, { ...model, graph }));
}
