// |eˣ − 1| · e^(−peak), for the rules that are made of it. Nothing branches, so that invocations stay together.

const EPSILON = 1e-6;

// Below it 1 − e^(−t) is a series, above it the difference.
const SERIES_END = 0.2;

// 1 − e^(−t) for t ≥ 0. The series to t⁵ is off by t⁵/720 of its size at most, 4e-7 at its end; the difference by
// 1e-6 of its size there.
fn fallen(t: f32) -> f32 {
  let u = min(t, SERIES_END);
  let series = u * (1.0 - u * (1.0 / 2.0 - u * (1.0 / 6.0 - u * (1.0 / 24.0 - u * (1.0 / 120.0)))));
  return select(1.0 - exp(-t), series, t < SERIES_END);
}

// Both factors are at most 1 and neither cancels.
fn expm1_shifted(x: f32, peak: f32) -> f32 {
  return exp(max(x, 0.0) - peak) * fallen(abs(x));
}
