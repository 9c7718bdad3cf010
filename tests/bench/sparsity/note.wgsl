// Finds and notes which tiles of scores may have weight.

@group(0) @binding(8) var<storage, read_write> weighing_tiles: array<u32>;

// By the rule, of the largest score that a query has with the keys it sees, or the least peak.
fn may_weigh(top: f32, s: f32) -> bool {
  return numerator(top, max(peak_floor(s), top)) > 0.0;
}

var<workgroup> noted: atomic<u32>;

// Every invocation brings the bits of its own queries. Words of keys that no query of the tile sees stay unwritten.
fn note(head: u32, tile_row: u32, word: u32, bits: u32, thread: u32) {
  atomicOr(&noted, bits);
  workgroupBarrier();
  if (thread == 0) {
    weighing_tiles[weighing_word(head, tile_row, word)] = atomicExchange(&noted, 0);
  }
}
