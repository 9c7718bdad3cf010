// One query's sums over the keys seen so far, all shifted by the running peak M.
struct Running {
  peak: f32,      // M
  rescale: f32,   // e^(old M − M), what every earlier sum has just been multiplied by
  total: f32,     // Σ denominators
  sum: f32,       // Σ numerators
  tops: vec4f,    // the numerators of the four keys added last
}

fn started(s: f32) -> Running {
  return Running(peak_floor(s), 1.0, 0.0, 0.0, vec4f());
}

// Four more keys under their common peak with all before; a key that is not allowed leaves no trace.
fn advanced(old: Running, x: vec4f, allowed: vec4<bool>, peak: f32) -> Running {
  let rescale = exp(old.peak - peak);
  var next = Running(peak, rescale, old.total * rescale, old.sum * rescale, vec4f());
  for (var n = 0u; n < 4; n++) {
    let score = min(x[n], peak);
    next.tops[n] = select(0.0, numerator(score, peak), allowed[n]);
    next.total += select(0.0, denominator(score, peak), allowed[n]);
    next.sum += next.tops[n];
  }
  return next;
}
