/** Reads a checkpoint folder as published, for the oracle alone: shares no code with the project. */
import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';

export interface OracleTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export interface Checkpoint {
  readonly config: Readonly<Record<string, unknown>>;
  has(name: string): boolean;
  tensor(name: string): OracleTensor;
}

interface Entry {
  readonly dtype: string;
  readonly shape: number[];
  readonly data_offsets: [number, number];
}

/** The value that 16 bits stand for, from the meaning of sign, exponent and fraction (IEEE 754, section 3.4). */
function meaningOf(bits: number, exponentBits: number): number {
  const fractionBits = 15 - exponentBits;
  const exponent = (bits >> fractionBits) & (2 ** exponentBits - 1);
  const fraction = (bits & (2 ** fractionBits - 1)) / 2 ** fractionBits;
  const bias = 2 ** (exponentBits - 1) - 1;
  const size = exponent === 0 ? fraction * 2 ** (1 - bias) : (1 + fraction) * 2 ** (exponent - bias);
  return bits & 0x8000 ? -size : size;
}

const exponentBits: Readonly<Record<string, number>> = { F16: 5, BF16: 8 };

function tablesOf(dtype: string): Float32Array {
  return Float32Array.from({ length: 0x10000 }, (_, bits) => meaningOf(bits, exponentBits[dtype]));
}

function open(path: string): ReadonlyMap<string, () => OracleTensor> {
  const at = (position: number, length: number): Buffer => {
    const file = openSync(path, 'r');
    const into = Buffer.alloc(length);
    readSync(file, into, 0, length, position);
    closeSync(file);
    return into;
  };
  const length = Number(at(0, 8).readBigUInt64LE());
  const header = JSON.parse(at(8, length).toString()) as Record<string, Entry>;
  const read = ({ dtype, shape, data_offsets: [from, to] }: Entry) => {
    const raw = at(8 + length + from, to - from);
    const count = shape.reduce((a, b) => a * b, 1);
    const words = () => new Uint16Array(raw.buffer, raw.byteOffset, count);
    if (dtype === 'F32') return { shape, values: new Float32Array(raw.buffer, raw.byteOffset, count) };
    if (!(dtype in exponentBits)) throw new Error(`oracle: expected F32, F16 or BF16, got ${dtype}`);
    const table = tablesOf(dtype);
    return { shape, values: Float32Array.from(words(), (bits) => table[bits]) };
  };
  const names = Object.keys(header).filter((name) => name !== '__metadata__');
  return new Map(names.map((name) => [name, () => read(header[name])]));
}

export function openCheckpoint(folder: string): Checkpoint {
  const json = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const index = 'model.safetensors.index.json';
  const shards: string[] = existsSync(join(folder, index))
    ? [...new Set(Object.values<string>(json(index).weight_map))]
    : ['model.safetensors'];
  const tensors = new Map(shards.flatMap((shard) => [...open(join(folder, shard))]));
  return {
    config: json('config.json'),
    has: (name) => tensors.has(name),
    tensor(name) {
      const read = tensors.get(name);
      if (!read) throw new Error(`oracle: expected a tensor ${name}, got none`);
      return read();
    },
  };
}
