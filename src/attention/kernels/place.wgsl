// The place of a weight on a ramp of colours, as `placeOf` in palette.ts defines it.

const LINEAR = 0u;
const SQRT = 1u;
// log: four decades below the limit.
const DECADES = 4.0;
const LOG2_10 = 3.321928;

// 0 to 1 for a weight above 0.
fn place(weight: f32, limit: f32, scale: u32) -> f32 {
  let share = select(1.0, weight / limit, weight < limit);
  if (scale == LINEAR) {
    return clamp(share, 0.0, 1.0);
  }
  if (scale == SQRT) {
    return clamp(sqrt(share), 0.0, 1.0);
  }
  return clamp(1.0 + log2(share) / (DECADES * LOG2_10), 0.0, 1.0);
}
