/**
 * The tensors of a checkpoint folder, by name, read a range at a time.
 *
 * A safetensors file is the length of its header (8 bytes, little-endian), the header (JSON: name → dtype, shape,
 * data_offsets), then the data.
 */
import { type FileHandle, open, readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Failure, shown } from './failure.ts';
import { BYTES, type NumberType } from './half.ts';

export interface StoredTensor {
  readonly name: string;
  readonly type: NumberType;
  readonly shape: readonly number[];
  /** The file's name, for errors. */
  readonly file: string;
  readonly handle: FileHandle;
  /** Of its first byte in the file. */
  readonly offset: number;
}

export interface Tensors {
  readonly names: readonly string[];
  /** Throws a `Failure` that names tensor, expected and found shape. */
  find(name: string, shape: readonly number[]): StoredTensor;
  close(): Promise<void>;
}

/** More than any real header; a larger length is no header. */
const LONGEST_HEADER = 100e6;

const INDEX = 'model.safetensors.index.json';

const product = (shape: readonly number[]) => shape.reduce((size, each) => size * each, 1);

const list = (shape: readonly number[]) => `[${shape.join(', ')}]`;

/** The files to read: the one file, or those that the index names, or all there are. */
async function filesOf(
  folder: string,
): Promise<{ files: readonly string[]; index: ReadonlyMap<string, string> }> {
  const names = await readdir(folder);
  if (names.includes('model.safetensors')) return { files: ['model.safetensors'], index: new Map() };
  if (names.includes(INDEX)) {
    const text = await readFile(join(folder, INDEX), 'utf8');
    const index = new Map(Object.entries(weightMap(text)));
    return { files: [...new Set(index.values())].sort(), index };
  }
  const files = names.filter((name) => name.endsWith('.safetensors')).sort();
  if (files.length === 0) throw new Failure(`expected model.safetensors in ${folder}, got none`);
  return { files, index: new Map() };
}

function weightMap(text: string): Readonly<Record<string, string>> {
  let map: unknown;
  try {
    map = JSON.parse(text).weight_map;
  } catch {
    throw new Failure(`${INDEX}: expected JSON, got ${shown(text.slice(0, 40))}`);
  }
  if (typeof map !== 'object' || map === null || Object.keys(map).length === 0)
    throw new Failure(`${INDEX}: expected a weight_map, got ${shown(map)}`);
  for (const [name, file] of Object.entries(map))
    if (typeof file !== 'string' || basename(file) !== file)
      throw new Failure(`${INDEX}: expected a file's name for ${name}, got ${shown(file)}`);
  return map as Record<string, string>;
}

/** Fills `into` from the file; false if the file ends before. */
async function fill(handle: FileHandle, into: Uint8Array, offset: number): Promise<boolean> {
  let done = 0;
  while (done < into.length) {
    const { bytesRead } = await handle.read(into, done, into.length - done, offset + done);
    if (bytesRead === 0) return false;
    done += bytesRead;
  }
  return true;
}

async function headerOf(
  handle: FileHandle,
  file: string,
  size: number,
): Promise<{ entries: object; start: number }> {
  const prefix = new Uint8Array(8);
  const whole = await fill(handle, prefix, 0);
  const length = whole ? Number(new DataView(prefix.buffer).getBigUint64(0, true)) : 0;
  if (!whole || length > Math.min(LONGEST_HEADER, size - 8))
    throw new Failure(
      `${file}: expected a safetensors header, got a file of ${size} bytes that is truncated or none`,
    );
  const bytes = new Uint8Array(length);
  await fill(handle, bytes, 8);
  const text = new TextDecoder().decode(bytes);
  try {
    const entries: unknown = JSON.parse(text);
    if (typeof entries === 'object' && entries !== null) return { entries, start: 8 + length };
  } catch {
    // Falls through to the one failure below.
  }
  throw new Failure(`${file}: expected a header in JSON, got ${shown(text.slice(0, 40))}`);
}

interface Entry {
  readonly dtype?: unknown;
  readonly shape?: unknown;
  readonly data_offsets?: unknown;
}

const isCounts = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((each) => Number.isSafeInteger(each) && each >= 0);

function tensorOf(
  name: string,
  entry: Entry,
  at: { handle: FileHandle; file: string; start: number; size: number },
) {
  const { handle, file, start, size } = at;
  const { dtype, shape, data_offsets: range } = entry;
  if (!isCounts(shape) || !isCounts(range) || range.length !== 2)
    throw new Failure(`${name}: expected shape and data_offsets in ${file}, got ${shown(entry)}`);
  if (typeof dtype !== 'string' || !Object.hasOwn(BYTES, dtype))
    throw new Failure(
      `${name}: expected F16, BF16 or F32 of shape ${list(shape)} in ${file}, got ${shown(dtype)}`,
    );
  const type = dtype as NumberType;
  const bytes = product(shape) * BYTES[type];
  const found = Math.max(0, Math.min(size - start, range[1]) - range[0]);
  if (range[1] - range[0] !== bytes || found !== bytes)
    throw new Failure(
      `${name}: expected shape ${list(shape)} (${type}, ${bytes} bytes), got ${found} bytes in ${file}${found < bytes ? ', which is truncated' : ''}`,
    );
  return { name, type, shape, file, handle, offset: start + range[0] };
}

/** Opens all files and reads their headers. Throws a `Failure` where a file is not whole. */
export async function openTensors(folder: string): Promise<Tensors> {
  const { files, index } = await filesOf(folder);
  const handles: FileHandle[] = [];
  const found = new Map<string, { file: string; read: () => StoredTensor }>();
  const close = async () => {
    for (const handle of handles.splice(0)) await handle.close();
  };
  try {
    for (const file of files) {
      const handle = await open(join(folder, file)).catch(() => {
        throw new Failure(`expected ${file}, which ${INDEX} names, in ${folder}, got none`);
      });
      handles.push(handle);
      const { size } = await handle.stat();
      const { entries, start } = await headerOf(handle, file, size);
      for (const [name, entry] of Object.entries(entries)) {
        if (name === '__metadata__') continue;
        const before = found.get(name);
        if (before) throw new Failure(`${name}: expected in one file, got it in ${before.file} and ${file}`);
        found.set(name, { file, read: () => tensorOf(name, entry ?? {}, { handle, file, start, size }) });
      }
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    names: [...found.keys()],
    find(name, shape) {
      const entry = found.get(name);
      const where = index.get(name) ?? (files.length === 1 ? files[0] : `${files.length} files`);
      if (!entry) throw new Failure(`${name}: expected shape ${list(shape)}, got no such tensor in ${where}`);
      const tensor = entry.read();
      if (list(tensor.shape) !== list(shape))
        throw new Failure(
          `${name}: expected shape ${list(shape)}, got ${list(tensor.shape)} in ${tensor.file}`,
        );
      return tensor;
    },
    close,
  };
}

/** The bytes of elements from … to of a tensor in its stored order. */
export async function readElements(
  tensor: StoredTensor,
  from: number,
  to: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const size = BYTES[tensor.type];
  const bytes = new Uint8Array((to - from) * size);
  if (!(await fill(tensor.handle, bytes, tensor.offset + from * size)))
    throw new Failure(
      `${tensor.name}: expected shape ${list(tensor.shape)}, got the end of ${tensor.file} within it`,
    );
  return bytes;
}
