// One weight from its score, exactly as the forward pass had it.

// The least normal f32. Devices may flush what lies below to 0, so that everywhere it is read as 0.
const LEAST_NORMAL = 0x1p-126;

fn weight(x: f32, peak: f32, total: f32) -> f32 {
  if (total == 0.0) {
    return 0.0;
  }
  let share = numerator(min(x, peak), peak) / total;
  return select(share, 0.0, share < LEAST_NORMAL);
}
