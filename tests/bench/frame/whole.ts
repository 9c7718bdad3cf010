/** The same file whole in ONNX Runtime: one session, the map of every head among its outputs. */
import type { InferenceSession, Tensor } from 'onnxruntime-web';
import type { OpenModel } from '#engine';
import { expose, readModel, writeModel } from '#onnx';
import type { MadeModel } from './model.ts';

export interface Whole {
  /** Runs ids [T]; resolves when ONNX Runtime has given its outputs, wherever they are. */
  run(ids: readonly number[]): Promise<InferenceSession.OnnxValueMapType>;
  close(): Promise<void>;
}

/** What comes back to JavaScript: nothing, the maps, or everything. */
export type ReadBack = 'nothing' | 'maps' | 'everything';

/** On the device and with the provider's options of our own sessions. */
export async function openWhole(
  { machine, partition }: OpenModel<GPUBuffer>,
  { graph, files, paths }: MadeModel,
  readBack: ReadBack,
): Promise<Whole> {
  const maps = partition.operators.map(({ weights }) => weights);
  const model = expose(readModel(graph), maps);
  const outputs = model.graph.output.map(({ name }) => name);
  const left = { nothing: outputs, maps: outputs.filter((name) => !maps.includes(name)), everything: [] };
  const data = await Promise.all(paths.map(async (path) => ({ path, data: await files.read(path) })));
  const session = await machine.runtime.createWholeSession(writeModel(model), data, left[readBack]);
  return {
    run: (ids) => session.run({ ids: machine.runtime.ids(ids) }),
    close: () => session.release(),
  };
}

/** Gives the outputs back to ONNX Runtime. */
export function dispose(results: InferenceSession.OnnxValueMapType): void {
  for (const tensor of Object.values(results)) (tensor as Tensor).dispose();
}
