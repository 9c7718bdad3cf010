/** Buffers: counted from creation to release, so that a leak is a number, and used again, since new ones are slow. */
import { noteFailure, OutOfMemory } from './failure.ts';
import type { Gpu } from './open.ts';

export interface Held {
  readonly count: number;
  readonly bytes: number;
}

interface Place {
  readonly size: number;
  readonly usage: number;
}

/** Sizes are kept beside the buffers: asking a buffer is slow. */
interface Store {
  readonly inUse: Map<GPUBuffer, Place>;
  /** Given back, the oldest first; and the same by kind. */
  readonly spare: Map<GPUBuffer, Place>;
  readonly kinds: Map<string, GPUBuffer[]>;
  spareBytes: number;
}

/** What may lie ready for the next text: about two runs of the tiny models, or one of 340M at 1000 tokens. */
const SPARE_BYTES = 256 * 2 ** 20;
/** ONNX Runtime asks for whole 16 bytes of its inputs. */
const LEAST_BYTES = 16;

const stores = new WeakMap<Gpu, Store>();

function storeOf(gpu: Gpu): Store {
  const found = stores.get(gpu) ?? {
    inUse: new Map(),
    spare: new Map(),
    kinds: new Map(),
    spareBytes: 0,
  };
  stores.set(gpu, found);
  return found;
}

/** Whole eighths of a power of two: texts of nearly the same length share buffers, and at most 1/8 lies idle. */
function roundedBytes(bytes: number): number {
  const most = Math.max(LEAST_BYTES, bytes);
  const step = Math.max(LEAST_BYTES, 2 ** (Math.floor(Math.log2(most)) - 3));
  return Math.ceil(most / step) * step;
}

function sumOf(places: ReadonlyMap<GPUBuffer, Place>): Held {
  let bytes = 0;
  for (const { size } of places.values()) bytes += size;
  return { count: places.size, bytes };
}

const kindOf = ({ size, usage }: Place) => `${size} ${usage}`;

/** Takes the newest spare one of a kind out, or, for eviction, the oldest. */
function takeSpare(store: Store, place: Place, oldest = false): GPUBuffer | undefined {
  const alike = store.kinds.get(kindOf(place));
  const buffer = oldest ? alike?.shift() : alike?.pop();
  if (buffer) {
    store.spare.delete(buffer);
    store.spareBytes -= place.size;
  }
  return buffer;
}

function created(gpu: Gpu, label: string, size: number, usage: GPUBufferUsageFlags): GPUBuffer {
  const { inUse, spareBytes } = storeOf(gpu);
  const before = sumOf(inUse).bytes + spareBytes;
  gpu.device.pushErrorScope('out-of-memory');
  const buffer = gpu.device.createBuffer({ label, size, usage });
  const failure = gpu.device.popErrorScope().then((error) => {
    if (!error) return null;
    // It is no memory: it must not come back as a spare one. What does lie spare may be room enough next time.
    inUse.delete(buffer);
    trimSpare(gpu);
    return new OutOfMemory(label, size, before);
  });
  noteFailure(gpu, failure);
  return buffer;
}

/**
 * A buffer of at least so many bytes, with whatever an earlier user left in it.
 * Throws `OutOfMemory` where the device allows none so large; running out of memory shows at the next read back.
 */
export function createBuffer(
  gpu: Gpu,
  label: string,
  bytes: number,
  usage: GPUBufferUsageFlags = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
): GPUBuffer {
  const { maxBufferSize, maxStorageBufferBindingSize } = gpu.device.limits;
  const allowed =
    usage & GPUBufferUsage.STORAGE ? Math.min(maxBufferSize, maxStorageBufferBindingSize) : maxBufferSize;
  const most = Math.floor(allowed / LEAST_BYTES) * LEAST_BYTES;
  if (bytes > most) throw new OutOfMemory(label, bytes, sumOf(storeOf(gpu).inUse).bytes, most);
  const store = storeOf(gpu);
  const size = Math.min(roundedBytes(bytes), most);
  const place = { size, usage };
  const buffer = takeSpare(store, place) ?? created(gpu, label, size, usage);
  store.inUse.set(buffer, place);
  return buffer;
}

/** A buffer that starts with these bytes. */
export function upload(
  gpu: Gpu,
  label: string,
  data: ArrayBuffer | ArrayBufferView<ArrayBuffer>,
  usage?: GPUBufferUsageFlags,
): GPUBuffer {
  const buffer = createBuffer(gpu, label, data.byteLength, usage);
  gpu.device.queue.writeBuffer(buffer, 0, data);
  return buffer;
}

/** Destroys the oldest spare ones until so many bytes are left at most. */
export function trimSpare(gpu: Gpu, most = 0): void {
  const store = storeOf(gpu);
  for (const place of store.spare.values()) {
    if (store.spareBytes <= most) return;
    takeSpare(store, place, true)?.destroy();
  }
}

/** Work already submitted still sees them. A buffer freed before is left alone, unless somebody has it again by now. */
export function freeBuffers(gpu: Gpu, buffers: Iterable<GPUBuffer>): void {
  const store = storeOf(gpu);
  for (const buffer of buffers) {
    const place = store.inUse.get(buffer);
    if (!place) continue;
    store.inUse.delete(buffer);
    if (place.usage & GPUBufferUsage.MAP_READ && buffer.mapState !== 'unmapped') buffer.unmap();
    store.spare.set(buffer, place);
    store.spareBytes += place.size;
    const kind = kindOf(place);
    const alike = store.kinds.get(kind);
    if (alike) alike.push(buffer);
    else store.kinds.set(kind, [buffer]);
  }
  trimSpare(gpu, SPARE_BYTES);
}

/** What is in use. */
export function held(gpu: Gpu): Held {
  return sumOf(storeOf(gpu).inUse);
}

/** What lies ready to be used again; never more than 256 MiB. */
export function spare(gpu: Gpu): Held {
  return sumOf(storeOf(gpu).spare);
}
