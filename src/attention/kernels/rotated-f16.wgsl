// Where turned queries and keys go, two channels at a time; here in f16, two in a word.

@group(0) @binding(4) var<storage, read_write> q: array<u32>;   // [H, T, D/2]
@group(0) @binding(5) var<storage, read_write> k: array<u32>;   // [K, T, D/2]

const LARGEST_F16 = vec2f(65504.0);

// What lies beyond the range has no defined f16.
fn stored(pair: vec2f) -> u32 {
  return pack2x16float(clamp(pair, -LARGEST_F16, LARGEST_F16));
}
