// softmax: eˣ / Σ eˣ, every term shifted by e^(−peak).

fn query_scale(query: u32, s: f32) -> f32 {
  return 1.0;
}

// Below any score, yet so far from the end of f32 that arithmetic on it stays finite.
fn peak_floor(s: f32) -> f32 {
  return -1e30;
}

fn numerator(x: f32, peak: f32) -> f32 {
  return exp(x - peak);
}

fn denominator(x: f32, peak: f32) -> f32 {
  return exp(x - peak);
}

fn extra(peak: f32, s: f32) -> f32 {
  return 0.0;
}

fn numerator_slope(x: f32, peak: f32) -> f32 {
  return numerator(x, peak);
}

fn denominator_slope(x: f32, peak: f32) -> f32 {
  return denominator(x, peak);
}
