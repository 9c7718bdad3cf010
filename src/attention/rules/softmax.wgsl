// softmax: eˣ / Σ eˣ, every term shifted by e^(−peak).

// Below any score, yet so far from the end of f32 that arithmetic on it stays finite.
const PEAK_FLOOR = -1e30;

fn numerator(x: f32, peak: f32) -> f32 {
  return exp(x - peak);
}

fn denominator(x: f32, peak: f32) -> f32 {
  return exp(x - peak);
}

fn extra(peak: f32) -> f32 {
  return 0.0;
}
