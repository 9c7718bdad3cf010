/**
 * The checkpoint that an export in 8 or 4 bits stands for: its matrices read back from the exported files, by the
 * definition of ONNX Runtime's MatMulNBits; all else as it is in the original. Shares no code with the exporter.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readModel, type TensorProto } from '#onnx';
import { type Checkpoint, openCheckpoint } from './safetensors.ts';

/** 5 bits of exponent, 10 of fraction (IEEE 754, section 3.4). */
function half(bits: number): number {
  const exponent = (bits >> 10) & 31;
  const fraction = (bits & 1023) / 1024;
  const size = exponent === 0 ? fraction * 2 ** -14 : (1 + fraction) * 2 ** (exponent - 15);
  return bits >> 15 ? -size : size;
}

/** packed [R, B, bytes], scales [R, B] in float16 → values [R, C]; the B blocks of a row may hold more than C. */
export function unpack(packed: Uint8Array, scales: Uint16Array, rows: number, columns: number, bits: number) {
  const blocks = scales.length / rows;
  const size = (packed.length / scales.length) * (8 / bits);
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const block = row * blocks + Math.floor(column / size);
      const place = block * size + (column % size);
      const number =
        bits === 8 ? packed[place] : (packed[Math.floor(place / 2)] >> (place % 2 === 1 ? 4 : 0)) % 16;
      values[row * columns + column] = half(scales[block]) * (number - 2 ** (bits - 1));
    }
  return values;
}

/** Checkpoint tensor → the exported matrix that holds its rows, and the tensors that lie there before it. */
const homes: readonly (readonly [RegExp, string, readonly string[]])[] = [
  [/^model\.embeddings$/, 'embeddings', []],
  [/^lm_head$/, 'head', []],
  [/attn\.q_proj$/, 'qkv_proj', []],
  [/attn\.k_proj$/, 'qkv_proj', ['attn.q_proj']],
  [/attn\.v_proj$/, 'qkv_proj', ['attn.q_proj', 'attn.k_proj']],
  [/attn\.o_proj$/, 'o_proj', []],
  [/mlp\.gate_proj$/, 'gate_up_proj', []],
  [/mlp\.up_proj$/, 'gate_up_proj', ['mlp.gate_proj']],
  [/mlp\.down_proj$/, 'down_proj', []],
];

export function openExported(checkpoint: string, folder: string): Checkpoint {
  const original = openCheckpoint(checkpoint);
  const bits = JSON.parse(readFileSync(join(folder, 'card.json'), 'utf8')).weights === 'int8' ? 8 : 4;
  const { initializer } = readModel(readFileSync(join(folder, 'graph.onnx'))).graph;
  const bytesOf = ({ externalData }: TensorProto) => {
    const at = Object.fromEntries(externalData.map(({ key, value }) => [key, value]));
    return readFileSync(join(folder, at.location)).subarray(
      Number(at.offset),
      Number(at.offset) + Number(at.length),
    );
  };
  const find = (...names: readonly string[]) => {
    const found = initializer.find(({ name }) => names.includes(name));
    if (!found) throw new Error(`oracle: expected an initializer ${names.join(' or ')}, got none`);
    return bytesOf(found);
  };
  return {
    ...original,
    tensor(name) {
      const { shape, values } = original.tensor(name);
      const stem = name.replace(/\.weight$/, '');
      const home = homes.find(([pattern]) => pattern.test(stem));
      if (!home) return { shape, values };
      const [, matrix, before] = home;
      const layer = stem.match(/layers\.\d+/)?.[0];
      const exported = layer ? `${layer}.${matrix}` : matrix;
      const first = before.reduce(
        (sum, each) => sum + original.tensor(`model.${layer}.${each}.weight`).shape[0],
        0,
      );
      const [rows, columns] = shape;
      const scaleBytes = new Uint8Array(find(`${exported}.scales`));
      const scales = new Uint16Array(scaleBytes.buffer);
      const packed = find(`${exported}.blocks`, exported);
      const total = scales.length / Math.ceil(columns / ((packed.length / scales.length) * (8 / bits)));
      const all = unpack(packed, scales, total, columns, bits);
      return { shape, values: all.subarray(first * columns, (first + rows) * columns) };
    },
  };
}
