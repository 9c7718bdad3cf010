// softmax-plus-one: eˣ / (1 + Σ eˣ), every term shifted by e^(−peak), the 1 too (Miller 2023).

fn query_scale(query: u32, s: f32) -> f32 {
  return 1.0;
}

fn peak_floor(s: f32) -> f32 {
  return 0.0;
}

fn numerator(x: f32, peak: f32) -> f32 {
  return exp(x - peak);
}

fn denominator(x: f32, peak: f32) -> f32 {
  return exp(x - peak);
}

fn extra(peak: f32, s: f32) -> f32 {
  return exp(-peak);
}

fn numerator_slope(x: f32, peak: f32) -> f32 {
  return numerator(x, peak);
}

fn denominator_slope(x: f32, peak: f32) -> f32 {
  return denominator(x, peak);
}
