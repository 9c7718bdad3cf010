// Six order statistics of one hidden state by radix selection: four rounds of eight bits, from the highest.
// One workgroup owns the whole state; invocation r < 6 finds rank r's digit in each round.

const RANKS = 6u;
const LANES = 256u;

struct Sizes {
  count: u32,
  ranks: array<vec4u, 2>, // ranks counted from 0, six used
}

@group(0) @binding(0) var<storage, read> sizes: Sizes;
@group(0) @binding(1) var<storage, read> values: array<f32>; // [count], the buffer may be longer
@group(0) @binding(2) var<storage, read_write> results: array<f32>; // [6]

var<workgroup> bins: array<atomic<u32>, 1536>; // [RANKS, 256]
var<workgroup> prefix: array<u32, RANKS>;
var<workgroup> left: array<u32, RANKS>;

// Unsigned integers in the order of the floats.
fn key_of(value: f32) -> u32 {
  let bits = bitcast<u32>(value);
  return select(bits | 0x80000000u, ~bits, (bits >> 31u) == 1u);
}

fn value_of(key: u32) -> f32 {
  return bitcast<f32>(select(~key, key & 0x7fffffffu, (key >> 31u) == 1u));
}

@compute @workgroup_size(LANES)
fn main(@builtin(local_invocation_index) lane: u32) {
  if (lane < RANKS) {
    left[lane] = sizes.ranks[lane / 4u][lane % 4u];
    prefix[lane] = 0u;
  }
  for (var round = 0u; round < 4u; round++) {
    let shift = 24u - 8u * round;
    for (var i = lane; i < RANKS * 256u; i += LANES) {
      atomicStore(&bins[i], 0u);
    }
    workgroupBarrier();

    // 1. Count the digits of the values that share the prefix found so far.
    for (var i = lane; i < sizes.count; i += LANES) {
      let key = key_of(values[i]);
      let digit = (key >> shift) & 255u;
      for (var rank = 0u; rank < RANKS; rank++) {
        if (round == 0u || (key >> (shift + 8u)) == prefix[rank]) {
          atomicAdd(&bins[rank * 256u + digit], 1u);
        }
      }
    }
    workgroupBarrier();

    // 2. The digit at which the rank is passed.
    if (lane < RANKS) {
      var before = 0u;
      var digit = 0u;
      for (; digit < 255u; digit++) {
        let here = atomicLoad(&bins[lane * 256u + digit]);
        if (before + here > left[lane]) {
          break;
        }
        before += here;
      }
      left[lane] -= before;
      prefix[lane] = (prefix[lane] << 8u) | digit;
    }
    workgroupBarrier();
  }
  if (lane < RANKS) {
    results[lane] = value_of(prefix[lane]);
  }
}
