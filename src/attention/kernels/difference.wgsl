// The difference of two heads as pixels of a tile, from their weights in a strip of its queries. Invocation (x, y) owns
// pixel (x, y): of the cells that fall on it the difference with the largest absolute value stays, of two such the one
// above 0. Between strips the pixel holds what was found so far, and the last one colours it.

struct Difference {
  corner: vec2u,   // of the picture, in pixels: left, top
  size: vec2u,     // in pixels: width, height
  first: vec2u,    // cell: key, query
  cells: vec2u,    // how many keys, queries
  strip: vec2u,    // queries from, up to, not with, counted from the tile's first
  row_pixels: u32,
  scale: u32,      // as in `place.wgsl`
  limit: f32,
  last: u32,       // 1 for the last strip
}

@group(0) @binding(0) var<uniform> asked: Difference;
@group(0) @binding(1) var<storage, read> minuend: array<f32>;         // [strip, keys]; masked ones may be anything
@group(0) @binding(2) var<storage, read> subtrahend: array<f32>;      // [strip, keys]
@group(0) @binding(3) var<storage, read> palette: array<u32>;         // 256 differences, zero, mask; RGBA, red lowest
@group(0) @binding(4) var<storage, read_write> pixels: array<u32>;    // [height, row_pixels] RGBA; 0 before the first

const ZERO = 256u;
const MASK = 257u;
// Devices may flush what lies below the least normal f32 to 0, so that everywhere it is read as 0.
const LEAST_NORMAL = 0x1p-126;

// Orders as absolute values do, of two alike the one above 0 higher; 0 is left for a pixel without a cell.
fn ranked(difference: f32) -> u32 {
  if (abs(difference) < LEAST_NORMAL) {
    return 1;
  }
  return 1 + 2 * bitcast<u32>(abs(difference)) + select(0u, 1u, difference > 0.0);
}

// As `differenceColourOf` in palette.ts defines it.
fn colour(rank: u32) -> u32 {
  if (rank == 0) {
    return palette[MASK];
  }
  if (rank == 1) {
    return palette[ZERO];
  }
  let steps = u32(floor(127.0 * place(bitcast<f32>((rank - 1) / 2), asked.limit, asked.scale) + 0.5));
  return palette[select(127 - steps, 128 + steps, (rank - 1) % 2 == 1)];
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (any(id.xy >= asked.size)) {
    return;
  }
  let begin = id.xy * asked.cells / asked.size;
  let end = ((id.xy + 1) * asked.cells + asked.size - 1) / asked.size;
  let to_pixel = asked.corner + id.xy;
  let pixel = to_pixel.y * asked.row_pixels + to_pixel.x;
  var rank = pixels[pixel];
  for (var query = max(begin.y, asked.strip.x); query < min(end.y, asked.strip.y); query++) {
    let row = (query - asked.strip.x) * asked.cells.x;
    for (var key = begin.x; key < end.x && asked.first.x + key <= asked.first.y + query; key++) {
      rank = max(rank, ranked(minuend[row + key] - subtrahend[row + key]));
    }
  }
  pixels[pixel] = select(rank, colour(rank), asked.last == 1);
}
