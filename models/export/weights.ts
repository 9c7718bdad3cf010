/** Weight files: the checkpoint's tensors, one at a time, in the form that the graph reads them in. */
import { createHash } from 'node:crypto';
import { open, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from './failure.ts';
import { firstNotFinite, toFloats, toHalves } from './half.ts';
import type { Weight } from './layout.ts';
import { bitsOf, type Placed, type Stored, scalesOf } from './matrices.ts';
import { type Bits, blocksOf, largestOf, quantise } from './quantise.ts';
import { readElements, type StoredTensor } from './safetensors.ts';

export interface WrittenFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What is placed in a file whose name is not known yet. */
export type Unnamed = Omit<Placed, 'location'>;

/** A file's size and digest as a card states them. */
export const statedOf = (bytes: Uint8Array): Omit<WrittenFile, 'path'> => ({
  bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

/** Writes a file that is in memory under the name it has. */
export async function writeWhole(folder: string, path: string, bytes: Uint8Array): Promise<WrittenFile> {
  await writeFile(join(folder, path), bytes);
  return { path, ...statedOf(bytes) };
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

type Wide = 'f16' | 'f32';

const tooLarge = ({ name }: StoredTensor, most: number, stored: Stored, value: number, at: number) =>
  new Failure(
    `${name}: expected numbers within ±${most} for ${stored}, got ${value} at ${at}; use --weights f32`,
  );

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint16Array | Float32Array) =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** Elements from … to of a tensor in the type that they are stored in; throws a `Failure` if any does not fit it. */
async function convert(tensor: StoredTensor, from: number, to: number, stored: Wide) {
  const bytes = await readElements(tensor, from, to);
  const values = stored === 'f16' ? toHalves(bytes, tensor.type) : toFloats(bytes, tensor.type);
  const wrong = firstNotFinite(values);
  if (wrong < 0) return values;
  const element = await readElements(tensor, from + wrong, from + wrong + 1);
  const [value] = toFloats(element, tensor.type);
  if (Number.isFinite(value)) throw tooLarge(tensor, 65504, stored, value, from + wrong);
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
  stored: Wide,
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

async function writeAsItIs(file: OpenFile, tensor: StoredTensor, stored: Wide) {
  const count = tensor.shape.reduce((size, each) => size * each, 1);
  for (let from = 0; from < count; from += CHUNK)
    await file.write(bytesOf(await convert(tensor, from, Math.min(from + CHUNK, count), stored)));
}

/** Writes tensors [out, in] below each other in blocks, some rows at a time; and after them their scales. */
async function writeBlocks(
  file: OpenFile,
  { name }: Weight,
  tensors: readonly StoredTensor[],
  stored: Stored,
  bits: Bits,
): Promise<readonly Unnamed[]> {
  const columns = tensors[0].shape[1];
  const rows = tensors.reduce((sum, { shape }) => sum + shape[0], 0);
  const dims = [rows, columns];
  const scales = new Uint16Array(rows * blocksOf(columns));
  const most = largestOf(bits);
  const atOnce = Math.max(1, Math.floor(CHUNK / columns));
  const offset = await file.begin();
  let length = 0;
  let done = 0;
  for (const tensor of tensors)
    for (let row = 0; row < tensor.shape[0]; row += atOnce) {
      const from = row * columns;
      const to = Math.min(row + atOnce, tensor.shape[0]) * columns;
      const values = (await convert(tensor, from, to, 'f32')) as Float32Array;
      const wrong = values.findIndex((value) => Math.abs(value) > most);
      if (wrong >= 0) throw tooLarge(tensor, most, stored, values[wrong], from + wrong);
      const blocks = quantise(values, columns, bits);
      await file.write(blocks.packed);
      length += blocks.packed.length;
      scales.set(blocks.scales, done);
      done += blocks.scales.length;
    }
  const after = await file.begin();
  await file.write(bytesOf(scales));
  return [
    { name, dims, stored, offset, length },
    {
      name: scalesOf(name),
      dims: [rows, blocksOf(columns)],
      stored: 'f16',
      offset: after,
      length: scales.byteLength,
    },
  ];
}

/** Writes one weight: one initializer, or the two of blocks. */
export async function writeWeight(
  file: OpenFile,
  weight: Weight,
  tensors: readonly StoredTensor[],
  weights: Stored,
): Promise<readonly Unnamed[]> {
  const stored = weight.full ? 'f32' : weights;
  const bits = bitsOf[stored];
  if (bits) return writeBlocks(file, weight, tensors, stored, bits);
  const form = stored as Wide;
  const offset = await file.begin();
  if (weight.transposed) await writeTransposed(file, weight, tensors, form);
  else await writeAsItIs(file, tensors[0], form);
  const length = weight.dims.reduce((size, each) => size * each, form === 'f16' ? 2 : 4);
  return [{ name: weight.name, dims: weight.dims, stored, offset, length }];
}

/** Writes a float32 table that is in memory. */
export async function writeTable(
  file: OpenFile,
  name: string,
  dims: readonly number[],
  values: Float32Array,
): Promise<Unnamed> {
  const offset = await file.begin();
  await file.write(bytesOf(values));
  return { name, dims, stored: 'f32', offset, length: values.byteLength };
}
