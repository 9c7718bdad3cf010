// What is known of a part of a head: of some of its queries, of some of its cells.
struct Part {
  zero: u32,         // weights that are exactly 0
  zero16: u32,       // weights that are 0 after rounding to f16
  off: u32,          // tokens without output
  weight_max: f32,
  output_max: f32,   // largest |output|
  sum: f32,          // Σ of row sums
  sum_min: f32,
  unused: u32,
}

// Above any row sum, and finite.
const NO_SUM = 1e30;

fn nothing() -> Part {
  return Part(0, 0, 0, 0.0, 0.0, 0.0, NO_SUM, 0);
}

fn merged(a: Part, b: Part) -> Part {
  return Part(
    a.zero + b.zero,
    a.zero16 + b.zero16,
    a.off + b.off,
    max(a.weight_max, b.weight_max),
    max(a.output_max, b.output_max),
    a.sum + b.sum,
    min(a.sum_min, b.sum_min),
    0,
  );
}
