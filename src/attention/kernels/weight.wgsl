// One weight from its score, as the forward pass had it but for the rounding of 1/ℓ.

// The least normal f32. Devices may flush what lies below to 0, so that everywhere it is read as 0.
const LEAST_NORMAL = 0x1p-126;

// `row` holds M and ℓ.
fn weight(x: f32, row: vec2f) -> f32 {
  if (row.y == 0.0) {
    return 0.0;
  }
  let share = numerator(min(x, row.x), row.x) / row.y;
  return select(share, 0.0, share < LEAST_NORMAL);
}
