// rectified: eˣ / Σ eˣ over scores from 0 on, every term shifted by e^(−peak); an empty row is all zero.

fn query_scale(query: u32, s: f32) -> f32 {
  return 1.0;
}

fn peak_floor(s: f32) -> f32 {
  return 0.0;
}

fn numerator(x: f32, peak: f32) -> f32 {
  return select(0.0, exp(x - peak), x >= 0.0);
}

fn denominator(x: f32, peak: f32) -> f32 {
  return numerator(x, peak);
}

fn extra(peak: f32, s: f32) -> f32 {
  return 0.0;
}

fn numerator_slope(x: f32, peak: f32) -> f32 {
  return numerator(x, peak);
}

fn denominator_slope(x: f32, peak: f32) -> f32 {
  return numerator(x, peak);
}
