/** Opens the one GPU device that ONNX Runtime and the kernels share. */
import { watchFailures } from './failure.ts';

export interface Gpu {
  readonly device: GPUDevice;
  /** The adapter, for people: vendor and architecture, or what the driver says of itself. */
  readonly name: string;
  readonly features: ReadonlySet<string>;
  /** Whether a CPU stands in for a GPU. */
  readonly software: boolean;
  /** Resolves when the device is gone: `destroyed` by its owner, or `unknown` with the browser's words. */
  readonly lost: Promise<{ readonly reason: string; readonly message: string }>;
}

/** Used where the adapter has them; nothing here needs them. */
const wantedFeatures = ['shader-f16', 'subgroups', 'timestamp-query'] as const;

/** WebGPU's defaults are low: a 32k × 1024 embedding needs more than one default binding. */
const wantedLimits = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupsPerDimension',
] as const;

/** The first requests after the browser's start can give null although there is an adapter: waits between tries. */
const PAUSES_MS = [100, 200, 400, 800, 1500];

async function findAdapter(): Promise<GPUAdapter> {
  if (!globalThis.navigator?.gpu) {
    const secure = globalThis.isSecureContext ?? true;
    throw new Error(
      secure
        ? 'gpu: expected WebGPU, got none: this browser does not have it, or it is switched off'
        : 'gpu: expected WebGPU, got none: the page must come over https or from localhost',
    );
  }
  for (const pause of [0, ...PAUSES_MS]) {
    if (pause > 0) await new Promise((wake) => setTimeout(wake, pause));
    const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (adapter) return adapter;
  }
  throw new Error(
    `gpu: expected a WebGPU adapter, got none in ${PAUSES_MS.length + 1} tries: no usable GPU or driver`,
  );
}

function nameOf({ description, vendor, architecture, device }: GPUAdapterInfo): string {
  return description || [vendor, architecture, device].filter(Boolean).join(' ') || 'GPU without a name';
}

/** Throws an error that says why there is none: no WebGPU here, no secure context, no adapter, no device. */
export async function openGpu(): Promise<Gpu> {
  const adapter = await findAdapter();
  const features = wantedFeatures.filter((feature) => adapter.features.has(feature));
  const device = await adapter.requestDevice({
    label: 'softpick',
    requiredFeatures: features,
    requiredLimits: Object.fromEntries(wantedLimits.map((limit) => [limit, adapter.limits[limit]])),
  });
  const gpu: Gpu = {
    device,
    name: nameOf(adapter.info),
    features: new Set(device.features),
    software: adapter.info.isFallbackAdapter === true,
    lost: device.lost.then(({ reason, message }) => ({ reason, message })),
  };
  watchFailures(gpu);
  return gpu;
}
