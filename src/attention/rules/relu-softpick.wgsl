// relu-softpick: max(eˣ − 1, 0) / (Σ max(eˣ − 1, 0) + ε), every term but ε shifted by e^(−peak).

fn query_scale(query: u32, s: f32) -> f32 {
  return 1.0;
}

fn peak_floor(s: f32) -> f32 {
  return 0.0;
}

fn numerator(x: f32, peak: f32) -> f32 {
  return select(0.0, expm1_shifted(x, peak), x > 0.0);
}

fn denominator(x: f32, peak: f32) -> f32 {
  return numerator(x, peak);
}

fn extra(peak: f32, s: f32) -> f32 {
  return EPSILON;
}

fn numerator_slope(x: f32, peak: f32) -> f32 {
  return select(0.0, exp(x - peak), x > 0.0);
}

fn denominator_slope(x: f32, peak: f32) -> f32 {
  return numerator_slope(x, peak);
}
