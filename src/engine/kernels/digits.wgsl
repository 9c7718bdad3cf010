// One round of radix selection, first half: among the values that share the bits found so far, how many have which next
// eight. Ranks that share them share the bins of the first such rank, so that a value is counted once.
// Workgroup (w, n) owns chunk w of state n; invocation i of it every 256th value.

@group(0) @binding(1) var<storage, read> values: array<u32>; // [N, count], the bits of f32
@group(0) @binding(2) var<storage, read> searches: array<Search>; // [N]
@group(0) @binding(3) var<storage, read_write> bins: array<atomic<u32>>; // [N, RANKS, 256], all zero before

var<workgroup> counts: array<atomic<u32>, 1536>; // [RANKS, 256]

fn key_of(bits: u32) -> u32 {
  return select(bits | 0x80000000u, ~bits, (bits >> 31u) == 1u);
}

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group.x * CHUNK;
  let past = min(first + CHUNK, sizes.count);
  let state = group.y * sizes.count;
  let known = searches[group.y].known;
  let keys = searches[group.y].keys;
  let shift = shift_after(known);

  // 1. The chunk's own counts.
  for (var i = first + lane; i < past; i += LANES) {
    let key = key_of(values[state + i]);
    for (var rank = 0u; rank < RANKS; rank++) {
      if ((key & known) == keys[rank]) {
        atomicAdd(&counts[rank * 256u + ((key >> shift) & 255u)], 1u);
        break;
      }
    }
  }
  workgroupBarrier();

  // 2. Added to the state's.
  for (var i = lane; i < RANKS * 256u; i += LANES) {
    let count = atomicLoad(&counts[i]);
    if (count > 0u) {
      atomicAdd(&bins[group.y * RANKS * 256u + i], count);
    }
  }
}
