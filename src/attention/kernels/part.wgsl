// What is known of a part of a head: of some of its queries, of some of its cells.
struct Part {
  zero: u32,         // weights that are exactly 0
  zero16: u32,       // weights that are 0 after rounding to f16
  weight_max: f32,
  sum: f32,          // Σ of row sums
  sum_min: f32,
}

// Above any row sum, and finite.
const NO_SUM = 1e30;

fn nothing() -> Part {
  return Part(0, 0, 0.0, 0.0, NO_SUM);
}

fn merged(a: Part, b: Part) -> Part {
  return Part(
    a.zero + b.zero,
    a.zero16 + b.zero16,
    max(a.weight_max, b.weight_max),
    a.sum + b.sum,
    min(a.sum_min, b.sum_min),
  );
}
