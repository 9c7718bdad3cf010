// scaled-softpick: softpick of s · ln(query + 2) · x, the head having its own s (Zuhri et al. 2025, eqs. 8–9).

fn query_scale(query: u32, s: f32) -> f32 {
  return s * log(f32(query + 2));
}

fn peak_floor(s: f32) -> f32 {
  return 0.0;
}

fn numerator(x: f32, peak: f32) -> f32 {
  return select(0.0, expm1_shifted(x, peak), x > 0.0);
}

fn denominator(x: f32, peak: f32) -> f32 {
  return expm1_shifted(x, peak);
}

fn extra(peak: f32, s: f32) -> f32 {
  return EPSILON;
}
