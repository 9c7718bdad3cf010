/** The GPU: open a device, compile, keep buffers, dispatch, read back, time. No more than that. */
export { compile } from './compile.ts';
export {
  createEncoder,
  defer,
  dispatch,
  dispatchTogether,
  encode,
  type Step,
} from './dispatch.ts';
export { charge, DeviceLost, OutOfMemory, throwFailure } from './failure.ts';
export { createBuffer, freeBuffers, held, spare, trimSpare, upload } from './memory.ts';
export { type Gpu, openGpu } from './open.ts';
export { type Range, readBack } from './read.ts';
export { measurePasses, type PassTime } from './timing.ts';
