// One round of radix selection, second half: the digit at which each rank is passed. After the last round the keys are
// whole, and the results their values; before, nobody reads these.
// Workgroup (0, n) owns state n and clears its bins for the next round; invocation r < 6 owns rank r.

@group(0) @binding(1) var<storage, read_write> searches: array<Search>; // [N]
@group(0) @binding(2) var<storage, read_write> bins: array<u32>; // [N, RANKS, 256]
@group(0) @binding(3) var<storage, read_write> results: array<array<u32, 8>>; // [N, chunks + 1, 8], bits of f32

var<workgroup> keys: array<u32, RANKS>;
var<workgroup> counts: array<u32, 1536>; // [RANKS, 256]

fn bits_of(key: u32) -> u32 {
  return select(~key, key & 0x7fffffffu, (key >> 31u) == 1u);
}

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let state = group.y;
  let known = searches[state].known;
  let shift = shift_after(known);
  for (var i = lane; i < RANKS * 256u; i += LANES) {
    counts[i] = bins[state * RANKS * 256u + i];
    bins[state * RANKS * 256u + i] = 0u;
  }
  if (lane < RANKS) {
    keys[lane] = searches[state].keys[lane];
  }
  storageBarrier();
  workgroupBarrier();

  if (lane < RANKS) {
    // 1. The bins are those of the first rank with the same key.
    var slot = 0u;
    while (keys[slot] != keys[lane]) {
      slot++;
    }
    // 2. Digits are counted while all of them lie below the rank.
    let left = select(searches[state].left[lane], sizes.ranks[lane / 4u][lane % 4u], known == 0u);
    var digit = 0u;
    var before = 0u;
    var sum = 0u;
    for (var each = 0u; each < 256u; each++) {
      sum += counts[slot * 256u + each];
      if (sum <= left) {
        digit = each + 1u;
        before = sum;
      }
    }
    let key = keys[lane] | (digit << shift);
    searches[state].keys[lane] = key;
    searches[state].left[lane] = left - before;
    results[state * (sizes.chunks + 1u) + sizes.chunks][lane] = bits_of(key);
  }
  if (lane == 0u) {
    searches[state].known = known | (255u << shift);
  }
}
