/** Matrices in 8 and 4 bits: how far a value may move, and how the numbers lie in the bytes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCard } from '#engine';
import { cut, ElementType, readModel } from '#onnx';
import { type Bits, BLOCK, quantise } from '../../models/export/quantise.ts';
import { unpack } from '../oracle/blocks.ts';
import { inTemporaryFolder, runExport, toyCheckpoint } from './export-checkpoints.ts';

const widths: readonly Bits[] = [8, 4];

/** [R, C] of any size that fits no block evenly too, from small to large numbers. */
const matrices = fc
  .record({
    rows: fc.integer({ min: 1, max: 5 }),
    columns: fc.integer({ min: 1, max: 3 * BLOCK + 1 }),
    exponent: fc.integer({ min: -18, max: 15 }),
    seed: fc.integer(),
  })
  .chain(({ rows, columns, exponent }) =>
    fc
      .array(fc.double({ min: -1, max: 1, noNaN: true }), {
        minLength: rows * columns,
        maxLength: rows * columns,
      })
      .map((numbers) => ({
        rows,
        columns,
        values: Float32Array.from(numbers, (number) => number * 2 ** exponent),
      })),
  );

/** One scale for each value [R, C]: what 1 stands for there, found by unpacking ones. */
function stepsOf(scales: Uint16Array, rows: number, columns: number, bits: Bits): Float32Array {
  const one = bits === 8 ? 0x81 : 0x99;
  return unpack(
    new Uint8Array((scales.length * BLOCK * bits) / 8).fill(one),
    scales,
    rows,
    columns,
    bits,
  ).map(Math.abs);
}

describe('a matrix in 8 bits', () => {
  test('has no value more than half a step from where it was', () => {
    fc.assert(
      fc.property(matrices, ({ rows, columns, values }) => {
        const { packed, scales } = quantise(values, columns, 8);
        const back = unpack(packed, scales, rows, columns, 8);
        const steps = stepsOf(scales, rows, columns, 8);
        for (const [at, value] of values.entries()) {
          expect(Math.abs(back[at] - value)).toBeLessThanOrEqual(0.5000001 * steps[at] + 127 * 2 ** -25);
        }
      }),
    );
  });

  test('has no step above its largest value’s 127th part by more than float16 rounds', () => {
    fc.assert(
      fc.property(matrices, ({ rows, columns, values }) => {
        const { scales } = quantise(values, columns, 8);
        const steps = stepsOf(scales, rows, columns, 8);
        for (let row = 0; row < rows; row++)
          for (let from = 0; from < columns; from += BLOCK) {
            const block = values.subarray(
              row * columns + from,
              row * columns + Math.min(from + BLOCK, columns),
            );
            const peak = block.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
            expect(steps[row * columns + from]).toBeLessThanOrEqual((peak / 127) * (1 + 2 ** -10) + 2 ** -24);
          }
      }),
    );
  });
});

describe('a matrix in 4 bits', () => {
  test('has no value more than half a step from where it was, but for those that are cut off', () => {
    fc.assert(
      fc.property(matrices, ({ rows, columns, values }) => {
        const { packed, scales } = quantise(values, columns, 4);
        const back = unpack(packed, scales, rows, columns, 4);
        const steps = stepsOf(scales, rows, columns, 4);
        for (const [at, value] of values.entries()) {
          const cut = Math.abs(value) > 7.5 * steps[at];
          const most = cut ? Math.abs(value) / 3 : 0.5000001 * steps[at];
          expect(Math.abs(back[at] - value)).toBeLessThanOrEqual(most + 8 * 2 ** -24);
        }
      }),
    );
  });

  test('is in the sum of squares no worse than with its largest value at −8', () => {
    fc.assert(
      fc.property(matrices, ({ rows, columns, values }) => {
        const { packed, scales } = quantise(values, columns, 4);
        const back = unpack(packed, scales, rows, columns, 4);
        let found = 0;
        let plain = 0;
        for (let row = 0; row < rows; row++)
          for (let from = 0; from < columns; from += BLOCK) {
            const block = [
              ...values.subarray(row * columns + from, row * columns + Math.min(from + BLOCK, columns)),
            ];
            const peak = block.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
            const step = peak / -8;
            for (const [i, value] of block.entries()) {
              const number = step ? Math.min(Math.max(Math.round(value / step), -8), 7) : 0;
              plain += (number * step - value) ** 2;
              found += (back[row * columns + from + i] - value) ** 2;
            }
          }
        const size = values.reduce((sum, value) => sum + value * value, 0);
        expect(found).toBeLessThanOrEqual(plain + 1e-3 * size + values.length * 2 ** -44);
      }),
    );
  });
});

test('numbers lie as MatMulNBits and GatherBlockQuantized read them', () => {
  // Two rows of two blocks, the second of each filled up: 1 is the step of the first, 2 of the others.
  const columns = BLOCK + 2;
  const eight = new Float32Array(2 * columns);
  eight.set([127, -127, 1, 0, -3]);
  eight.set([254, -100], BLOCK);
  eight.set([-254, 8], columns);
  const { packed, scales } = quantise(eight, columns, 8);
  expect([...scales]).toEqual([0x3c00, 0x4000, 0x4000, 0]);
  expect(packed).toHaveLength(4 * BLOCK);
  expect([...packed.subarray(0, 6)]).toEqual([255, 1, 129, 128, 125, 128]);
  expect([...packed.subarray(BLOCK, BLOCK + 3)]).toEqual([255, 78, 128]);
  expect([...packed.subarray(2 * BLOCK, 2 * BLOCK + 3)]).toEqual([1, 132, 128]);
  expect(packed.subarray(3 * BLOCK).every((byte) => byte === 128)).toBe(true);

  const four = new Float32Array(columns);
  four.set(Array.from({ length: 16 }, (_, i) => i - 8));
  four.set([16, -14], BLOCK);
  const nibbles = quantise(four, columns, 4);
  expect([...nibbles.scales]).toEqual([0x3c00, 0xc000]);
  expect(nibbles.packed).toHaveLength(BLOCK);
  expect([...nibbles.packed.subarray(0, 9)]).toEqual([0x10, 0x32, 0x54, 0x76, 0x98, 0xba, 0xdc, 0xfe, 0x88]);
  expect([...nibbles.packed.subarray(BLOCK / 2, BLOCK / 2 + 2)]).toEqual([0xf0, 0x88]);
});

test.each(widths)('a block of zeros stays one in %i bits', (bits) => {
  const { packed, scales } = quantise(new Float32Array(BLOCK), BLOCK, bits);
  expect([...unpack(packed, scales, 1, BLOCK, bits)].every((value) => value === 0)).toBe(true);
});

test.each(['int8', 'int4'])(
  'an export in %s holds norms in float32 and a tied embedding once',
  async (weights) => {
    await inTemporaryFolder(async (folder) => {
      const tied = await toyCheckpoint(join(folder, 'checkpoint'), '--tied');
      const out = join(folder, 'model');
      expect(await runExport(tied, '--out', out, '--weights', weights)).toEqual({ status: 0, words: '' });
      const card = parseCard(readFileSync(join(out, 'card.json')), 'card.json');
      expect(card.weights).toBe(weights);
      const bits = weights === 'int8' ? 8 : 4;
      // [258, 64] in blocks of 32 with a scale of 2 bytes each, at multiples of 64 bytes.
      const embeddings = card.files.find(({ path }) => path.startsWith('embeddings'));
      expect(embeddings?.bytes).toBe(Math.ceil((258 * 8 * bits) / 64) * 64 + 258 * 2 * 2);
      const model = readModel(readFileSync(join(out, 'graph.onnx')));
      const places = model.graph.initializer
        .filter(({ name }) => name === 'embeddings' || name === 'embeddings.blocks')
        .map(({ dims, externalData }) => [dims.join(), externalData.map(({ value }) => value).join()]);
      expect(places.map(([dims]) => dims)).toEqual([`258,${8 * bits}`, `258,2,${4 * bits}`]);
      expect(places[0][1]).toBe(places[1][1]);
      const float = model.graph.initializer.filter(({ dataType }) => dataType === ElementType.FLOAT);
      expect(float.map(({ name }) => name)).toEqual([
        ...['rope_cos', 'rope_sin', 'layers.0.attn_norm', 'layers.0.mlp_norm', 'layers.1.attn_norm'],
        ...['layers.1.mlp_norm', 'norm'],
      ]);
      expect(cut(model, ['Softpick']).segments.map(({ files }) => files.length)).toEqual([2, 1, 2]);
    });
  },
);
