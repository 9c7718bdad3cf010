// Tiles of maps as pixels. Workgroup (x, y, z) owns block (x, y) of the pixels of tile z: it computes the weights of
// all cells that fall on them, and of several cells on one pixel the largest stays.

struct Tile {
  corner: vec2u,   // of the picture, in pixels: left, top
  size: vec2u,     // in pixels: width, height
  first: vec2u,    // cell: key, query
  cells: vec2u,    // how many keys, queries
  block: vec2u,    // pixels of a workgroup, at most BLOCK × BLOCK
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

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) thread: u32) {
  let tile = tiles[workgroup.z];
  let begin = workgroup.xy * tile.block;
  if (any(begin >= tile.size)) {
    return;
  }
  let end = min(begin + tile.block, tile.size);
  let cell_from = tile.first + begin * tile.cells / tile.size;
  let cell_to = tile.first + (end * tile.cells + tile.size - 1) / tile.size;
  let group = thread / LANES;
  let lane = thread % LANES;

  // 1. Zero where the pixel's last query sees its first key.
  for (var n = thread; n < BLOCK * BLOCK; n += THREADS) {
    let at = begin + vec2u(n % BLOCK, n / BLOCK);
    let first_key = tile.first.x + at.x * tile.cells.x / tile.size.x;
    let query_to = tile.first.y + ((at.y + 1) * tile.cells.y + tile.size.y - 1) / tile.size.y;
    atomicStore(&block[n], select(0u, 1u, first_key < query_to));
  }

  // 2. Cells, in tiles of scores; those that lie past the diagonal are not visited.
  for (var key = cell_from.x; key < min(cell_to.x, cell_to.y); key += KEYS) {
    load_keys(tile.head, key, thread);
    let keys = key + keys_of(lane);
    var columns: array<vec2u, 4>;
    for (var n = 0u; n < 4; n++) {
      columns[n] = pixels_of(keys[n] - tile.first.x, tile.cells.x, tile.size.x, begin.x, end.x);
    }
    let first_query = max(cell_from.y, key);
    var carried = fetched_queries(tile.head, first_query, thread);
    for (var query = first_query; query < cell_to.y; query += QUERIES) {
      store_queries(carried, thread);
      workgroupBarrier();
      if (query + QUERIES < cell_to.y) {
        carried = fetched_queries(tile.head, query + QUERIES, thread);
      }
      let own = query + group * ROWS;
      var own_rows: array<vec2f, ROWS>;
      for (var row = 0u; row < ROWS; row++) {
        own_rows[row] = inverted(rows[tile.head * shape.tokens + min(own + row, shape.tokens - 1)]);
      }
      var x = tile_scores(group, lane);
      workgroupBarrier();
      for (var row = 0u; row < ROWS; row++) {
        x[row] = weights_of(x[row], keys <= vec4u(own + row), own_rows[row]);
      }
      // Queries that fall on the same lines are put there together.
      var lines = pixels_of(own - tile.first.y, tile.cells.y, tile.size.y, begin.y, end.y);
      var largest: vec4f;
      for (var row = 0u; row < ROWS; row++) {
        largest = max(largest, x[row]);
        let next = pixels_of(own + row + 1 - tile.first.y, tile.cells.y, tile.size.y, begin.y, end.y);
        if (row + 1 == ROWS || any(next != lines)) {
          put(largest, columns, lines);
          largest = vec4f();
          lines = next;
        }
      }
    }
  }
  workgroupBarrier();

  // 3. Colours.
  for (var n = thread; n < BLOCK * BLOCK; n += THREADS) {
    let at = begin + vec2u(n % BLOCK, n / BLOCK);
    if (all(at < end)) {
      let to_pixel = tile.corner + at;
      pixels[to_pixel.y * picture.row_pixels + to_pixel.x] = colour(atomicLoad(&block[n]), tile.limit, picture.scale);
    }
  }
}
