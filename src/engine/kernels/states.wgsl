// Hidden states of one size, measured together: N states of `count` values in chunks, and six ranks of each.
const CHUNK = 4096u;
const LANES = 256u;
const RANKS = 6u;

struct Sizes {
  count: u32,
  chunks: u32,
  unused: vec2u,
  ranks: array<vec4u, 2>, // counted from 0, six used
}
@group(0) @binding(0) var<uniform> sizes: Sizes;

// What is known of the keys at the six ranks: unsigned integers in the order of the floats. All zero before the first round.
struct Search {
  known: u32, // mask of the bits found so far, the highest first
  keys: array<u32, RANKS>, // those bits, 0 below
  left: array<u32, RANKS>, // the rank among the values that share them
}

// The next eight bits to find.
fn shift_after(known: u32) -> u32 {
  return countTrailingZeros(known) - 8u;
}
