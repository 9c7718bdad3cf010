// Tiles of maps as pixels. Workgroup (x, y) owns the x-th block of BLOCK × BLOCK pixels of tile y: it computes the
// weights of all cells that fall on them, and of several cells on one pixel the largest stays.

struct Tile {
  corner: vec2u,   // of the picture, in pixels: left, top
  size: vec2u,     // in pixels: width, height
  first: vec2u,    // cell: key, query
  cells: vec2u,    // how many keys, queries
  head: u32,
  limit: f32,
}
struct Picture {
  row_pixels: u32,
  scale: u32,      // as in `colour.wgsl`
}

@group(0) @binding(3) var<storage, read> rows: array<vec2f>;          // [H, T]: M, ℓ
@group(0) @binding(4) var<storage, read> tiles: array<Tile>;
@group(0) @binding(5) var<uniform> picture: Picture;
@group(0) @binding(7) var<storage, read_write> pixels: array<u32>;    // [height, row_pixels] RGBA

const BLOCK = 16u;

// 0 where no cell is seen, else 1 + the bits of the largest weight, which order as the weights do.
var<workgroup> block: array<atomic<u32>, BLOCK * BLOCK>;

// The pixels of a tile on which a cell falls, as a half-open range within [begin, end).
fn pixels_of(cell: u32, cells: u32, size: u32, begin: u32, end: u32) -> vec2u {
  return vec2u(max(cell * size / cells, begin), min(((cell + 1) * size + cells - 1) / cells, end));
}

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) thread: u32) {
  let tile = tiles[workgroup.y];
  let blocks = (tile.size.x + BLOCK - 1) / BLOCK;
  let begin = vec2u(workgroup.x % blocks, workgroup.x / blocks) * BLOCK;
  if (begin.y >= tile.size.y) {
    return;
  }
  let end = min(begin + BLOCK, tile.size);
  let cell_from = tile.first + begin * tile.cells / tile.size;
  let cell_to = tile.first + (end * tile.cells + tile.size - 1) / tile.size;
  let group = thread / LANES;
  let lane = thread % LANES;

  for (var n = thread; n < BLOCK * BLOCK; n += THREADS) {
    atomicStore(&block[n], 0u);
  }

  // 1. Cells, in tiles of scores; those that lie past the diagonal are not visited.
  for (var query = cell_from.y; query < cell_to.y; query += QUERIES) {
    workgroupBarrier();
    load_queries(tile.head, query, thread);
    for (var key = cell_from.x; key < min(cell_to.x, query + QUERIES); key += KEYS) {
      workgroupBarrier();
      load_keys(tile.head, key, thread);
      workgroupBarrier();
      let x = tile_scores(group, lane);
      let keys = key + keys_of(lane);
      var columns: array<vec2u, 4>;
      for (var n = 0u; n < 4; n++) {
        columns[n] = pixels_of(keys[n] - tile.first.x, tile.cells.x, tile.size.x, begin.x, end.x);
      }
      for (var row = 0u; row < ROWS; row++) {
        let own = query + group * ROWS + row;
        let lines = pixels_of(own - tile.first.y, tile.cells.y, tile.size.y, begin.y, end.y);
        let at = tile.head * shape.tokens + min(own, shape.tokens - 1);
        for (var n = 0u; n < 4; n++) {
          if (own < cell_to.y && keys[n] < cell_to.x && keys[n] <= own) {
            let value = 1 + bitcast<u32>(weight(x[row][n], rows[at]));
            for (var line = lines.x; line < lines.y; line++) {
              for (var column = columns[n].x; column < columns[n].y; column++) {
                atomicMax(&block[(line - begin.y) * BLOCK + column - begin.x], value);
              }
            }
          }
        }
      }
    }
  }
  workgroupBarrier();

  // 2. Colours.
  for (var n = thread; n < BLOCK * BLOCK; n += THREADS) {
    let at = begin + vec2u(n % BLOCK, n / BLOCK);
    if (all(at < end)) {
      let to_pixel = tile.corner + at;
      pixels[to_pixel.y * picture.row_pixels + to_pixel.x] = colour(atomicLoad(&block[n]), tile.limit, picture.scale);
    }
  }
}
