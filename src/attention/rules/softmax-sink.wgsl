// softmax-sink: eˣ / (eˢ + Σ eˣ), every term shifted by e^(−peak), the head having its own s.

fn query_scale(query: u32, s: f32) -> f32 {
  return 1.0;
}

fn peak_floor(s: f32) -> f32 {
  return s;
}

fn numerator(x: f32, peak: f32) -> f32 {
  return exp(x - peak);
}

fn denominator(x: f32, peak: f32) -> f32 {
  return exp(x - peak);
}

fn extra(peak: f32, s: f32) -> f32 {
  return exp(s - peak);
}
