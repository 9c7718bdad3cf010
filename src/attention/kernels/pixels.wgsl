// The block of pixels of a workgroup, and how weights get there.

// Pixels on a side, at most.
const BLOCK = 16u;

// 0 where no key is seen, else 1 + the bits of the largest weight, which order as the weights do.
var<workgroup> block: array<atomic<u32>, BLOCK * BLOCK>;

// The pixels on which a cell falls, as a half-open range of those from `begin` to `end`, counted from `begin`.
fn pixels_of(cell: u32, cells: u32, size: u32, begin: u32, end: u32) -> vec2u {
  let first = cell * size / cells;
  // Where the cell ends, in parts of a pixel counted from the first one; dividing is slow, and seldom needed.
  let past = cell * size - first * cells + size;
  var pixels = select(1u, 2u, past > cells);
  if (past > 2 * cells) {
    pixels = (past + cells - 1) / cells;
  }
  return vec2u(max(first, begin), min(first + pixels, end)) - begin;
}

// Weights of a lane's four keys, largest of their queries, onto the pixels of their columns and lines.
// A weight of 0 changes nothing: where it is seen, the block begins with it.
fn put(largest: vec4f, columns: array<vec2u, 4>, lines: vec2u) {
  for (var n = 0u; n < 4; n++) {
    if (largest[n] > 0.0) {
      let value = 1 + bitcast<u32>(largest[n]);
      for (var line = lines.x; line < lines.y; line++) {
        for (var column = columns[n].x; column < columns[n].y; column++) {
          atomicMax(&block[line * BLOCK + column], value);
        }
      }
    }
  }
}
