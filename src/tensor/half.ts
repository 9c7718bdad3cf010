/** f16 (IEEE 754 binary16) and bf16 to and from f32; to the nearest value, ties to the even one. */

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

function f16Of(value: number): number {
  float[0] = value;
  const sign = (bits[0] >>> 16) & 0x8000;
  const size = bits[0] & 0x7fffffff;
  if (size > 0x7f800000) return sign | 0x7e00;
  // Half of the last step above the largest f16, 65504: from here on, infinity.
  if (size >= 0x477ff000) return sign | 0x7c00;
  if (size < 0x38800000) {
    // Below the least normal f16, 2⁻¹⁴, steps are 2⁻²⁴: adding 0.5 to the size lets f32 addition do the rounding.
    bits[0] = size;
    float[0] += 0.5;
    return sign | (bits[0] - 0x3f000000);
  }
  // Moves the exponent's bias from 127 to 15 and rounds 13 bits away; a carry goes into the exponent, as it should.
  return sign | ((size - 0x38000000 + 0xfff + ((size >>> 13) & 1)) >>> 13);
}

function fromF16(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  bits[0] = ((half & 0x8000) << 16) | ((exponent + 112) << 23) | (fraction << 13);
  return float[0];
}

function bf16Of(value: number): number {
  float[0] = value;
  if (Number.isNaN(value)) return (bits[0] >>> 16) | 0x40;
  // Adding the even bit may carry as far as infinity, which is right; it cannot pass 2³², the sign bit being kept.
  return (bits[0] + 0x7fff + ((bits[0] >>> 16) & 1)) >>> 16;
}

/** f32 values → f16 bits; beyond ±65504 by half a step or more, infinity. */
export function encodeF16(values: Float32Array): Uint16Array {
  return Uint16Array.from(values, f16Of);
}

/** f16 bits → f32 values, exactly. */
export function decodeF16(halves: Uint16Array): Float32Array {
  return Float32Array.from(halves, fromF16);
}

/** f32 values → bf16 bits: the upper half of the f32 bits, rounded. */
export function encodeBf16(values: Float32Array): Uint16Array {
  return Uint16Array.from(values, bf16Of);
}

/** bf16 bits → f32 values, exactly. */
export function decodeBf16(halves: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(halves, (half) => half << 16).buffer);
}
