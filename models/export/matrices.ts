/**
 * How the graph reads its weights: as they lie in the files, cast from 16 bits, or in blocks of 8 or 4 bits.
 *
 * What lies in 16 bits is cast once, when a session is made. Blocks are never unpacked in memory: ONNX Runtime's
 * MatMulNBits multiplies by them, and its GatherBlockQuantized reads rows of them, both from the same bytes.
 */
import { ElementType, type External, externalTensor, type NodeProto, node, type TensorProto } from '#onnx';
import { type Bits, BLOCK, blocksOf, bytesOfBlock } from './quantise.ts';

export type Stored = 'f16' | 'f32' | 'int8' | 'int4';

/** An initializer that has been written to a file; of blocks, `dims` are the rows and columns that they stand for. */
export interface Placed extends External {
  readonly name: string;
  readonly dims: readonly number[];
  readonly stored: Stored;
}

/** Domain of ONNX Runtime's own operators, of which every build has these. */
export const RUNTIME = 'com.microsoft';

/** The weight that the scales of a matrix's blocks are. */
export const scalesOf = (name: string) => `${name}.scales`;

/** The widths of the two kinds of blocks. */
export const bitsOf: Readonly<Partial<Record<Stored, Bits>>> = { int8: 8, int4: 4 };

/** The name of the same bytes as MatMulNBits wants them: [out, blocks, bytes]; the embedding has the other too. */
const inBlocks = (name: string) => `${name}.blocks`;

export interface Matrices {
  readonly initializers: readonly TensorProto[];
  readonly casts: readonly NodeProto[];
  /** The name of a weight's float32 value. */
  weight(name: string): string;
  /** x [T, in] times a matrix, which is [in, out] in the file, or blocks of [out, in]. */
  multiply(x: string, name: string, y: string): NodeProto;
  /** x [T, h] times the transpose of a table [V, h], which is also looked up in. */
  multiplyByRows(x: string, name: string, y: string): NodeProto;
  /** Rows of a table [V, h] by their numbers. */
  lookUp(name: string, numbers: string, rows: string): readonly NodeProto[];
}

const ELEMENT: Readonly<Record<Stored, number>> = {
  f16: ElementType.FLOAT16,
  f32: ElementType.FLOAT,
  int8: ElementType.UINT8,
  int4: ElementType.UINT8,
};

const wide = ({ name, stored }: Placed) => (stored === 'f16' ? `${name}.f32` : name);

/** `tables` are looked up in, `byRows` are multiplied by their rows. */
export function matricesOf(placed: readonly Placed[], tables: readonly string[], tied: boolean): Matrices {
  const byName = new Map(placed.map((each) => [each.name, each]));
  const find = (name: string) => {
    const found = byName.get(name);
    if (!found) throw new Error(`export: expected the weight ${name} in a file, got none`);
    return found;
  };
  const weight = (name: string) => wide(find(name));

  const initializer = (each: Placed): readonly TensorProto[] => {
    const { name, dims, stored } = each;
    const bits = bitsOf[stored];
    if (!bits) return [externalTensor(name, ELEMENT[stored], dims, each)];
    const [rows, columns] = dims;
    const bytes = [blocksOf(columns), bytesOfBlock(bits)];
    const table = tables.includes(name);
    return [
      ...(table ? [externalTensor(name, ElementType.UINT8, [rows, bytes[0] * bytes[1]], each)] : []),
      ...(!table || tied ? [externalTensor(inBlocks(name), ElementType.UINT8, [rows, ...bytes], each)] : []),
    ];
  };

  const multiplyByBlocks = (x: string, { name, dims }: Placed, bits: Bits, y: string) => {
    const [rows, columns] = dims;
    return node(
      'MatMulNBits',
      [x, inBlocks(name), weight(scalesOf(name))],
      [y],
      {
        K: { int: columns },
        N: { int: rows },
        bits: { int: bits },
        block_size: { int: BLOCK },
        // Activations stay in float32.
        accuracy_level: { int: 1 },
      },
      { domain: RUNTIME },
    );
  };

  return {
    initializers: placed.flatMap(initializer),
    casts: placed
      .filter(({ stored }) => stored === 'f16')
      .map((each) => node('Cast', [each.name], [wide(each)], { to: { int: ElementType.FLOAT } })),
    weight,
    multiply(x, name, y) {
      const found = find(name);
      const bits = bitsOf[found.stored];
      return bits ? multiplyByBlocks(x, found, bits, y) : node('MatMul', [x, weight(name)], [y]);
    },
    multiplyByRows(x, name, y) {
      const found = find(name);
      const bits = bitsOf[found.stored];
      return bits
        ? multiplyByBlocks(x, found, bits, y)
        : node('Gemm', [x, weight(name)], [y], { transB: { int: 1 } });
    },
    lookUp(name, numbers, rows) {
      const { stored, dims } = find(name);
      const bits = bitsOf[stored];
      if (!bits) return [node('Gather', [weight(name), numbers], [rows], { axis: { int: 0 } })];
      const [, columns] = dims;
      const whole = columns % BLOCK === 0;
      const gathered = whole ? rows : `${rows}.padded`;
      const cut = [`${rows}.from`, `${rows}.to`, `${rows}.axis`];
      return [
        node(
          'GatherBlockQuantized',
          [name, numbers, weight(scalesOf(name))],
          [gathered],
          {
            gather_axis: { int: 0 },
            quantize_axis: { int: 1 },
            block_size: { int: BLOCK },
            bits: { int: bits },
          },
          { domain: RUNTIME },
        ),
        ...(whole
          ? []
          : [
              ...[0, columns, 1].map((value, at) =>
                node('Constant', [], [cut[at]], { value_ints: { ints: [value] } }),
              ),
              node('Slice', [gathered, ...cut], [rows]),
            ]),
      ];
    },
  };
}
