/** Shapes, half-precision floats and joined moments. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeBf16,
  decodeF16,
  encodeBf16,
  encodeF16,
  expectShape,
  joinMoments,
  type Moments,
  sizeOf,
} from '#tensor';

describe('shapes', () => {
  test('a tensor of another shape is refused with both shapes and the names of the axes', () => {
    expect(() => expectShape('engine: qkv', [64, 512], { tokens: 64, width: 768 })).toThrow(
      new Error('engine: qkv: expected [tokens 64, width 768], got [64, 512]'),
    );
  });

  test('the number and the order of axes count', () => {
    expect(() => expectShape('engine: h', [64, 256], { tokens: 64, width: 256 })).not.toThrow();
    expect(() => expectShape('engine: h', [256, 64], { tokens: 64, width: 256 })).toThrow('got [256, 64]');
    expect(() => expectShape('engine: h', [64], { tokens: 64, width: 256 })).toThrow('got [64]');
    expect(() => expectShape('engine: h', [1, 64, 256], { tokens: 64, width: 256 })).toThrow(
      'got [1, 64, 256]',
    );
  });

  test('a size is the product of the lengths, 1 for a scalar', () => {
    expect(sizeOf({ heads: 8, tokens: 64, size: 32 })).toBe(16384);
    expect(sizeOf({})).toBe(1);
  });
});

const everyHalf = Uint16Array.from({ length: 0x10000 }, (_, bits) => bits);
const formats = [
  { name: 'f16', encode: encodeF16, decode: decodeF16, most: 65504, infinity: 0x7c00, step: 2 ** 5 },
  {
    name: 'bf16',
    encode: encodeBf16,
    decode: decodeBf16,
    most: 2 ** 127 * (2 - 2 ** -7),
    infinity: 0x7f80,
    step: 2 ** 120,
  },
];

describe.each(formats)('$name', ({ encode, decode, most, infinity, step }) => {
  const finite = decode(everyHalf.subarray(0, infinity));

  test('every number survives from bits to f32 and back', () => {
    const values = decode(everyHalf);
    const again = encode(values);
    const lost = everyHalf.filter((bits, i) => !Number.isNaN(values[i]) && again[i] !== bits);
    expect([...lost]).toEqual([]);
  });

  test('not a number stays so', () => {
    expect(decode(encode(Float32Array.of(Number.NaN)))[0]).toBeNaN();
    expect(values(decode(everyHalf)).filter(Number.isNaN).length).toBe(2 * (0x7fff - infinity));
  });

  test('numbers grow with their bits, from 0 to the largest', () => {
    expect(finite[0]).toBe(0);
    expect(finite.at(-1)).toBe(most);
    expect(values(finite).every((value, i) => i === 0 || value > finite[i - 1])).toBe(true);
  });

  test('any f32 goes to the nearest number, between two to the one with even bits', () => {
    const within = fc.oneof(
      fc.float({ min: Math.fround(-most), max: Math.fround(most), noNaN: true }),
      fc.nat(infinity - 2).map((bits) => Math.fround((finite[bits] + finite[bits + 1]) / 2)),
      fc.float({ min: Math.fround(-1e-4), max: Math.fround(1e-4), noNaN: true }),
    );
    fc.assert(
      fc.property(within, (value) => {
        const [bits] = encode(Float32Array.of(value));
        const size = Math.abs(value);
        const at = bits & 0x7fff;
        const error = Math.abs(finite[at] - size);
        for (const beside of [at - 1, at + 1]) {
          if (beside < 0 || beside >= infinity) continue;
          const other = Math.abs(finite[beside] - size);
          expect(error < other || (error === other && at % 2 === 0)).toBe(true);
        }
        expect(bits >> 15 === 1).toBe(value < 0 || Object.is(value, -0));
      }),
      { numRuns: 5000 },
    );
  });

  test('from half a step beyond the largest number on it is infinity', () => {
    const beyond = Float32Array.of(most + step / 2, most + step / 2.001, Number.POSITIVE_INFINITY);
    expect([...encode(beyond)]).toEqual([infinity, infinity - 1, infinity]);
    expect([...encode(beyond.map((value) => -value))]).toEqual(
      [infinity, infinity - 1, infinity].map((b) => b | 0x8000),
    );
  });
});

function values(array: Float32Array): number[] {
  return Array.from(array);
}

describe('moments', () => {
  const of = (numbers: readonly number[]): Moments => {
    const count = numbers.length;
    const mean = count ? numbers.reduce((a, b) => a + b, 0) / count : 0;
    const sum = (power: number) => numbers.reduce((total, value) => total + (value - mean) ** power, 0);
    return { count, mean, m2: sum(2), m3: sum(3), m4: sum(4) };
  };

  test('joined over any split they are those of the whole', () => {
    const numbers = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(numbers, fc.array(fc.nat(60), { maxLength: 4 }), (all, cuts) => {
        const ends = [0, ...cuts.map((cut) => cut % all.length).sort((a, b) => a - b), all.length];
        const parts = ends.slice(1).map((end, i) => of(all.slice(ends[i], end)));
        const joined = parts.reduce(joinMoments);
        const whole = of(all);
        expect(joined.count).toBe(whole.count);
        for (const [key, scale] of [
          ['mean', 1],
          ['m2', 1e2],
          ['m3', 1e4],
          ['m4', 1e6],
        ] as const)
          expect(Math.abs(joined[key] - whole[key])).toBeLessThan(scale * 60 * 1e-10);
      }),
    );
  });
});
