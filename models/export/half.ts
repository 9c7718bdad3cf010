/** Numbers of 16 bits, in bulk: float16 (IEEE 754 binary16) and bfloat16 (the upper half of a float32). */

export type NumberType = 'F16' | 'BF16' | 'F32';

export const BYTES = { F16: 2, BF16: 2, F32: 4 } as const;

const MANTISSA = 0x3ff;
const EXPONENT = 0x7c00;

function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits & EXPONENT) >> 10;
  const mantissa = bits & MANTISSA;
  if (exponent === 31) return mantissa ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (exponent ? (1024 + mantissa) * 2 ** (exponent - 25) : mantissa * 2 ** -24);
}

/** The value of every float16 by its bits. */
const halves = Float32Array.from({ length: 0x10000 }, (_, bits) => halfValue(bits));

/** Little-endian numbers as float32, exactly. `bytes` must begin a buffer. */
export function toFloats(bytes: Uint8Array<ArrayBuffer>, type: NumberType): Float32Array {
  if (type === 'F32') return new Float32Array(bytes.buffer);
  const words = new Uint16Array(bytes.buffer);
  const floats = new Float32Array(words.length);
  if (type === 'F16') for (let i = 0; i < words.length; i += 1) floats[i] = halves[words[i]];
  else {
    const bits = new Uint32Array(floats.buffer);
    for (let i = 0; i < words.length; i += 1) bits[i] = words[i] << 16;
  }
  return floats;
}

/** Little-endian numbers as float16, to the nearest, ties to even; what is beyond its range becomes infinite. */
export function toHalves(bytes: Uint8Array<ArrayBuffer>, type: NumberType): Uint16Array {
  if (type === 'F16') return new Uint16Array(bytes.buffer);
  const floats = toFloats(bytes, type);
  const bits = new Uint32Array(floats.buffer);
  const into = new Uint16Array(floats.length);
  for (let i = 0; i < floats.length; i += 1) {
    const sign = (bits[i] >>> 16) & 0x8000;
    const size = bits[i] & 0x7fffffff;
    if (size >= 0x47800000) into[i] = sign | (size > 0x7f800000 ? 0x7e00 : EXPONENT);
    else if (size >= 0x38800000) into[i] = sign | ((size - 0x38000000 + 0xfff + ((size >>> 13) & 1)) >>> 13);
    else into[i] = sign | roundEven(Math.abs(floats[i]) * 2 ** 24);
  }
  return into;
}

/** Below 2⁻¹⁴ a float16 is a whole number of 2⁻²⁴. */
function roundEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below & 1) ? below + 1 : below;
}

/** Index of the first infinity or NaN, or −1. */
export function firstNotFinite(values: Uint16Array | Float32Array): number {
  const wide = values instanceof Float32Array;
  const bits = wide ? new Uint32Array(values.buffer, values.byteOffset, values.length) : values;
  const exponent = wide ? 0x7f800000 : EXPONENT;
  for (let i = 0; i < bits.length; i += 1) if ((bits[i] & exponent) === exponent) return i;
  return -1;
}
