/** An exported folder, whole, in the two stock ONNX Runtimes that run in Node. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as native from 'onnxruntime-node';
import * as web from 'onnxruntime-web/wasm';
import { expose, readModel, writeModel } from '#onnx';

export type Values = Readonly<Record<string, Float32Array>>;

/** Runs ids [T] through the graph; gives its outputs and the values named `more`. */
export type Run = (ids: readonly number[]) => Promise<Values>;

web.env.wasm.numThreads = 1;

export const runtimes = { 'onnxruntime-node': native, 'onnxruntime-web on wasm': web } as const;

/** Opens a folder as it is; `more` are declared as outputs before. */
export async function openWhole(
  runtime: keyof typeof runtimes,
  folder: string,
  more: readonly string[] = [],
): Promise<Run> {
  const { InferenceSession, Tensor } = runtimes[runtime];
  const model = expose(readModel(readFileSync(join(folder, 'graph.onnx'))), more);
  const session = await InferenceSession.create(writeModel(model), {
    externalData: readdirSync(folder)
      .filter((path) => path.endsWith('.bin'))
      .map((path) => ({ path, data: new Uint8Array(readFileSync(join(folder, path))) })),
    executionProviders: [runtime === 'onnxruntime-node' ? 'cpu' : 'wasm'],
    logSeverityLevel: 3,
  });
  return async (ids) => {
    const feed = new Tensor('int64', BigInt64Array.from(ids, BigInt), [ids.length]);
    const results = await session.run({ ids: feed });
    return Object.fromEntries(
      Object.entries(results).map(([name, { data }]) => [name, data as Float32Array]),
    );
  };
}

export function largestGap(got: ArrayLike<number>, wanted: ArrayLike<number>): number {
  if (got.length !== wanted.length) throw new Error(`expected ${wanted.length} numbers, got ${got.length}`);
  let gap = 0;
  // A NaN is no small gap.
  for (let i = 0; i < wanted.length; i += 1)
    gap = Math.max(gap, Math.abs(got[i] - wanted[i]) || 0, got[i] - got[i]);
  return gap;
}
