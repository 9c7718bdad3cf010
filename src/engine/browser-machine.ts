/** The machine of a browser: WebGPU where there is an adapter, else WASM with the reason said. */
import { openGpu } from '#gpu';
import type { FileWanted } from './download.ts';
import { openGpuMachine } from './gpu-machine.ts';
import type { Machine } from './machine.ts';
import { openReferenceMachine } from './reference-machine.ts';
import { gpuBuild } from './runtime.ts';
import { runtimeFiles } from './runtime-files.ts';

/** `fetch` brings ONNX Runtime's binary; `webgpu` false asks for the fallback. */
export async function openBrowserMachine(
  fetch: (file: FileWanted) => Promise<Uint8Array<ArrayBuffer>>,
  webgpu: boolean,
): Promise<Machine> {
  const binary = async (build: keyof typeof runtimeFiles) => {
    const file = runtimeFiles[build];
    return (await fetch({ ...file, url: new URL(file.url, import.meta.url).href })).buffer;
  };
  const gpu = webgpu ? await openGpu().catch((error: Error) => error.message) : 'the fallback was asked for';
  if (typeof gpu === 'string') return openReferenceMachine(gpu, await binary('wasm'));
  const build = gpuBuild();
  return openGpuMachine(gpu, build, await binary(build));
}
