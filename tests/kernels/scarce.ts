/** A device that does not give everything: its refusal is a real one, of a texture that no device could hold. */
import { type Gpu, openGpu } from '#gpu';

export interface Scarce {
  readonly gpu: Gpu;
  /** Of buffers that have a name, which ONNX Runtime's have not, it gives from now on only these. */
  give(only: (label: string, bytes: number) => boolean): void;
}

export async function openScarceGpu(): Promise<Scarce> {
  const gpu = await openGpu();
  const { device } = gpu;
  const { maxTextureDimension2D: side, maxTextureArrayLayers } = device.limits;
  const vast: GPUTextureDescriptor = {
    size: [side, side, maxTextureArrayLayers],
    format: 'rgba32float',
    usage: GPUTextureUsage.COPY_DST,
  };
  const create = device.createBuffer.bind(device);
  let given: (label: string, bytes: number) => boolean = () => true;
  device.createBuffer = (descriptor) => {
    const { label, size } = descriptor;
    if (label && !given(label, size)) device.createTexture(vast);
    return create(descriptor);
  };
  return {
    gpu,
    give(only) {
      given = only;
    },
  };
}
