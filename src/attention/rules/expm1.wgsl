// |eˣ − 1| · e^(−peak), for the rules that are made of it.

const EPSILON = 1e-6;

// 1 − e^(−t) for t ≥ 0. The series to t⁶ is off by t⁶/5040 at most, 4e-7 at 0.35, where the difference takes over.
fn fallen(t: f32) -> f32 {
  if (t < 0.35) {
    return t * (1.0 - t / 2.0 * (1.0 - t / 3.0 * (1.0 - t / 4.0 * (1.0 - t / 5.0 * (1.0 - t / 6.0)))));
  }
  return 1.0 - exp(-t);
}

// Both factors are at most 1 and neither cancels.
fn expm1_shifted(x: f32, peak: f32) -> f32 {
  return exp(max(x, 0.0) - peak) * fallen(abs(x));
}
