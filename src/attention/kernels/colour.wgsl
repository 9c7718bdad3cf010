// From a weight to a pixel, as `colourOf` in palette.ts defines it.

@group(0) @binding(6) var<storage, read> palette: array<u32>;   // 256 colours, zero, mask; RGBA, red lowest

const ZERO = 256u;
const MASK = 257u;

// `value` is 0 for a masked pixel, else 1 + the bits of the weight.
fn colour(value: u32, limit: f32, scale: u32) -> u32 {
  if (value == 0) {
    return palette[MASK];
  }
  let found = bitcast<f32>(value - 1);
  if (found == 0.0) {
    return palette[ZERO];
  }
  return palette[u32(floor(255.0 * place(found, limit, scale) + 0.5))];
}
