/** Weight files: the checkpoint's tensors, one at a time, in the form that the graph reads them in. */
import { createHash } from 'node:crypto';
import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from './failure.ts';
import type { Placed } from './graph.ts';
import { firstNotFinite, toFloats, toHalves } from './half.ts';
import type { Weight } from './layout.ts';
import { readElements, type StoredTensor } from './safetensors.ts';

export type Stored = 'f16' | 'f32';

export interface WrittenFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Tensors begin at multiples of this many bytes. */
const ALIGNMENT = 64;

/** What is read at a time, in elements, where nothing is transposed. */
const CHUNK = 1 << 20;

/** Side of the square that is transposed at a time: two of them fit a first-level cache. */
const TILE = 32;

export interface OpenFile {
  /** Where the next tensor begins, after padding. */
  begin(): Promise<number>;
  write(bytes: Uint8Array): Promise<void>;
}

/**
 * Writes a file whose name holds the first 8 digits of its SHA-256, so that a name stands for its content.
 * What `fill` returns is told the name it got.
 */
export async function writeHashed<R>(
  folder: string,
  stem: string,
  fill: (file: OpenFile) => Promise<R>,
): Promise<{ file: WrittenFile; result: R }> {
  const unnamed = join(folder, `${stem}.bin`);
  const handle = await open(unnamed, 'w');
  const hash = createHash('sha256');
  let bytes = 0;
  const write = async (chunk: Uint8Array) => {
    hash.update(chunk);
    await handle.writeFile(chunk);
    bytes += chunk.length;
  };
  try {
    const begin = async () => {
      await write(new Uint8Array((ALIGNMENT - (bytes % ALIGNMENT)) % ALIGNMENT));
      return bytes;
    };
    const result = await fill({ begin, write });
    const sha256 = hash.digest('hex');
    const path = `${stem}.${sha256.slice(0, 8)}.bin`;
    await rename(unnamed, join(folder, path));
    return { file: { path, bytes, sha256 }, result };
  } finally {
    await handle.close();
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint16Array | Float32Array) =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** Elements from … to of a tensor in the type that they are stored in; throws a `Failure` if any does not fit it. */
async function convert(tensor: StoredTensor, from: number, to: number, stored: Stored) {
  const bytes = await readElements(tensor, from, to);
  const values = stored === 'f16' ? toHalves(bytes, tensor.type) : toFloats(bytes, tensor.type);
  const wrong = firstNotFinite(values);
  if (wrong < 0) return values;
  const element = await readElements(tensor, from + wrong, from + wrong + 1);
  const [value] = toFloats(element, tensor.type);
  if (Number.isFinite(value))
    throw new Failure(
      `${tensor.name}: expected numbers within ±65504 for f16, got ${value} at ${from + wrong}; use --weights f32`,
    );
  throw new Failure(
    `${tensor.name}: expected finite numbers, got ${value} at ${from + wrong} in ${tensor.file}`,
  );
}

/** Writes values [rows, columns] into columns `first`… of `into` [columns, width], in tiles. */
function transposeInto<A extends Uint16Array | Float32Array>(
  into: A,
  width: number,
  first: number,
  values: A,
  [rows, columns]: readonly number[],
): void {
  for (let top = 0; top < rows; top += TILE)
    for (let left = 0; left < columns; left += TILE) {
      const bottom = Math.min(top + TILE, rows);
      const right = Math.min(left + TILE, columns);
      for (let column = left; column < right; column += 1)
        for (let row = top; row < bottom; row += 1)
          into[column * width + first + row] = values[row * columns + column];
    }
}

async function writeTransposed(
  file: OpenFile,
  weight: Weight,
  tensors: readonly StoredTensor[],
  stored: Stored,
) {
  const [input, width] = weight.dims;
  const into = stored === 'f16' ? new Uint16Array(input * width) : new Float32Array(input * width);
  let first = 0;
  for (const tensor of tensors) {
    const [rows, columns] = tensor.shape;
    transposeInto(into, width, first, await convert(tensor, 0, rows * columns, stored), tensor.shape);
    first += rows;
  }
  await file.write(bytesOf(into));
}

async function writeAsItIs(file: OpenFile, tensor: StoredTensor, stored: Stored) {
  const count = tensor.shape.reduce((size, each) => size * each, 1);
  for (let from = 0; from < count; from += CHUNK)
    await file.write(bytesOf(await convert(tensor, from, Math.min(from + CHUNK, count), stored)));
}

/** Writes one weight; what it returns lacks only the file's name. */
export async function writeWeight(
  file: OpenFile,
  weight: Weight,
  tensors: readonly StoredTensor[],
  weights: Stored,
): Promise<Omit<Placed, 'location'>> {
  const stored = weight.full ? 'f32' : weights;
  const offset = await file.begin();
  if (weight.transposed) await writeTransposed(file, weight, tensors, stored);
  else await writeAsItIs(file, tensors[0], stored);
  const length = weight.dims.reduce((size, each) => size * each, stored === 'f16' ? 2 : 4);
  return { name: weight.name, dims: weight.dims, stored, offset, length };
}

/** Writes a float32 table that is in memory. */
export async function writeTable(
  file: OpenFile,
  name: string,
  dims: readonly number[],
  values: Float32Array,
): Promise<Omit<Placed, 'location'>> {
  const offset = await file.begin();
  await file.write(bytesOf(values));
  return { name, dims, stored: 'f32', offset, length: values.byteLength };
}
