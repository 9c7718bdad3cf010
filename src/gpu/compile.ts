/** WGSL text to a compute pipeline, once per device and text. */
import type { Gpu } from './open.ts';

const compiled = new WeakMap<GPUDevice, Map<string, Promise<GPUComputePipeline>>>();

async function build({ device }: Gpu, label: string, code: string): Promise<GPUComputePipeline> {
  const module = device.createShaderModule({ label, code });
  const { messages } = await module.getCompilationInfo();
  const wrong = messages.find(({ type }) => type === 'error');
  if (wrong) {
    const line = code.split('\n')[wrong.lineNum - 1]?.trim() ?? '';
    throw new Error(
      `gpu: expected ${label} to compile, got line ${wrong.lineNum}: ${wrong.message} in "${line}"`,
    );
  }
  try {
    return await device.createComputePipelineAsync({ label, layout: 'auto', compute: { module } });
  } catch (error) {
    throw new Error(`gpu: expected a pipeline of ${label}, got ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** The text has one entry point. Throws with line and message where it does not compile on this device. */
export function compile(gpu: Gpu, label: string, code: string): Promise<GPUComputePipeline> {
  const known = compiled.get(gpu.device) ?? new Map<string, Promise<GPUComputePipeline>>();
  compiled.set(gpu.device, known);
  const found = known.get(code);
  if (found) return found;
  const started = build(gpu, label, code);
  known.set(code, started);
  started.catch(() => known.delete(code));
  return started;
}
