// From a weight to a pixel, as `colourOf` in palette.ts defines it.

@group(0) @binding(6) var<storage, read> palette: array<u32>;   // 256 colours, zero, mask; RGBA, red lowest

const ZERO = 256u;
const MASK = 257u;
const LINEAR = 0u;
const SQRT = 1u;
// log: four decades below the limit.
const DECADES = 4.0;
const LOG2_10 = 3.321928;

fn place(share: f32, scale: u32) -> f32 {
  if (scale == LINEAR) {
    return share;
  }
  if (scale == SQRT) {
    return sqrt(share);
  }
  return 1.0 + log2(share) / (DECADES * LOG2_10);
}

// `value` is 0 for a masked pixel, else 1 + the bits of the weight.
fn colour(value: u32, limit: f32, scale: u32) -> u32 {
  if (value == 0) {
    return palette[MASK];
  }
  let found = bitcast<f32>(value - 1);
  if (found == 0.0) {
    return palette[ZERO];
  }
  let share = select(1.0, found / limit, found < limit);
  return palette[u32(floor(255.0 * clamp(place(share, scale), 0.0, 1.0) + 0.5))];
}
