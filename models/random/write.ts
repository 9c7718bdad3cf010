/** Writes the checkpoint's folder, the weights a piece at a time. */
import { closeSync, mkdirSync, openSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BYTES, type NumberType, toHalves } from '../export/half.ts';
import type { Command } from './command.ts';
import { configOf } from './config.ts';
import { normalsOf } from './normal.ts';
import { type Tensor, tensorsOf } from './shapes.ts';
import { tokenizerConfig, tokenizerOf } from './tokenizer.ts';

/** Values that are in memory at once. */
const PIECE = 1 << 20;

const sizeOf = ({ shape }: Tensor) => shape.reduce((size, length) => size * length, 1);

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

/** config.json comes last: a folder without it is not complete. Throws if there is anything in the folder. */
export function writeCheckpoint(command: Command): { readonly parameters: number; readonly bytes: number } {
  const { shape, dtype, shards, seed, out } = command;
  mkdirSync(out, { recursive: true });
  if (readdirSync(out).length)
    throw new Error(`random-checkpoint: expected a new or an empty folder, got ${out} with files in it`);
  const tensors = tensorsOf(shape, command);
  const parameters = sum(tensors.map(sizeOf));

  const groups = spread(tensors, shards, parameters);
  const padded = (number: number) => String(number).padStart(5, '0');
  const names = groups.map((_, i) =>
    groups.length === 1
      ? 'model.safetensors'
      : `model-${padded(i + 1)}-of-${padded(groups.length)}.safetensors`,
  );
  for (const [i, group] of groups.entries()) writeShard(join(out, names[i]), group, dtype, seed);

  const bytes = parameters * BYTES[dtype];
  const json = (name: string, value: unknown) =>
    writeFileSync(join(out, name), `${JSON.stringify(value, null, 1)}\n`);
  if (groups.length > 1) {
    const places = groups.flatMap((group, i) => group.map(({ name }) => [name, names[i]]));
    json('model.safetensors.index.json', {
      metadata: { total_size: bytes },
      weight_map: Object.fromEntries(places),
    });
  }
  json('tokenizer.json', tokenizerOf(shape.vocabulary));
  json('tokenizer_config.json', tokenizerConfig(shape.longest));
  json('config.json', configOf(command));
  return { parameters, bytes };
}

/** In order, into groups of about equal size: `count` of them, fewer where single tensors are too large. */
function spread(
  tensors: readonly Tensor[],
  count: number,
  parameters: number,
): readonly (readonly Tensor[])[] {
  const groups = new Map<number, Tensor[]>();
  let before = 0;
  for (const tensor of tensors) {
    const group = Math.floor((before * count) / parameters);
    groups.set(group, [...(groups.get(group) ?? []), tensor]);
    before += sizeOf(tensor);
  }
  return [...groups.values()];
}

/** safetensors: the header's length in 8 bytes, the header, the data; the header is padded to a multiple of 8. */
function writeShard(path: string, tensors: readonly Tensor[], dtype: NumberType, seed: number): void {
  let end = 0;
  const entries = tensors.map((tensor) => {
    const start = end;
    end += sizeOf(tensor) * BYTES[dtype];
    return [tensor.name, { dtype, shape: tensor.shape, data_offsets: [start, end] }];
  });
  const text = JSON.stringify({ __metadata__: { format: 'pt' }, ...Object.fromEntries(entries) });
  const header = Buffer.from(text.padEnd(Math.ceil(text.length / 8) * 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));

  const file = openSync(path, 'wx');
  try {
    for (const bytes of [length, header]) writeFileSync(file, bytes);
    for (const tensor of tensors) writeTensor(file, tensor, dtype, seed);
  } finally {
    closeSync(file);
  }
}

function writeTensor(file: number, tensor: Tensor, dtype: NumberType, seed: number): void {
  const next = normalsOf(seed, tensor.name);
  for (let left = sizeOf(tensor); left > 0; left -= PIECE) {
    const values = new Float32Array(Math.min(left, PIECE));
    for (let i = 0; i < values.length; i++) values[i] = tensor.mean + tensor.deviation * next();
    writeFileSync(file, encoded(values, dtype));
  }
}

function encoded(values: Float32Array<ArrayBuffer>, dtype: NumberType): Uint16Array | Float32Array {
  if (dtype === 'F16') return toHalves(new Uint8Array(values.buffer), 'F32');
  if (dtype === 'F32') return values;
  // To the nearest bf16, ties to even; random weights are far from infinity.
  return Uint16Array.from(
    new Uint32Array(values.buffer),
    (bits) => (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16,
  );
}
