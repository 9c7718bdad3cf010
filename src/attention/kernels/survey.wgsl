// A few numbers of every head, from weights recomputed tile by tile. Workgroup (x, y, z) owns the x-th tile of keys
// with the y-th chunk of queries of head z; (0, y, z) also owns the chunk's rows, and (0, 0, z) the head's tallies.

@group(0) @binding(3) var<storage, read> rows: array<vec2f>;          // [H, T]: M, ℓ
@group(0) @binding(4) var<storage, read> sums: array<f32>;            // [H, T]
@group(0) @binding(5) var<storage, read> tallies: array<vec2f>;       // [H, tallies]: largest |output|, tokens off
@group(0) @binding(6) var<uniform> extent: Extent;
@group(0) @binding(7) var<storage, read_write> parts: array<Part>;    // [H, chunks, key tiles]
@group(0) @binding(8) var<storage, read_write> columns: array<f32>;   // [H, chunks, T]: sums of weights

// The tile of keys is used again for the sums of its columns.
const_assert THREADS <= KEYS * STRIDE;

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) thread: u32) {
  let head = workgroup.z;
  let first_row = head * shape.tokens;
  let first_key = workgroup.x * KEYS;
  let chunk_from = workgroup.y * extent.chunk;
  let chunk_to = min(chunk_from + extent.chunk, shape.tokens);
  let into = head * extent.chunks + workgroup.y;
  let group = thread / LANES;
  let lane = thread % LANES;
  let keys = first_key + keys_of(lane);
  var column_sums: vec4f;
  var part = nothing();

  // 1. Weights of the tile's keys, query tile by query tile; earlier queries may not see them.
  let begin = max(chunk_from, first_key);
  var carried: CarriedQueries;
  if (begin < chunk_to) {
    carried = fetched_queries(head, begin, thread);
    load_keys(head, first_key, thread);
  }
  for (var first_query = begin; first_query < chunk_to; first_query += QUERIES) {
    store_queries(carried, thread);
    workgroupBarrier();
    if (first_query + QUERIES < chunk_to) {
      carried = fetched_queries(head, first_query + QUERIES, thread);
    }
    let own_query = first_query + group * ROWS;
    var own_rows: array<vec3f, ROWS>;
    for (var row = 0u; row < ROWS; row++) {
      let at = first_row + min(own_query + row, shape.tokens - 1);
      own_rows[row] = vec3f(inverted(rows[at]), 1.0 / max(sums[at], LEAST_NORMAL));
    }
    var x = tile_scores(group, lane);
    workgroupBarrier();
    for (var row = 0u; row < ROWS; row++) {
      let query = own_query + row;
      let seen = (keys <= vec4u(query)) & vec4<bool>(query < chunk_to);
      x[row] = weights_of(x[row], seen, own_rows[row].xy);
      column_sums += x[row];
      add(&part, x[row], seen, own_rows[row].z, f32(query) - vec4f(keys));
    }
    if (first_query <= first_key + KEYS) {
      for (var row = 0u; row < ROWS; row++) {
        add_near(&part, x[row], f32(own_query + row) - vec4f(keys));
      }
    }
  }

  // 2. Rows and tallies.
  for (var query = chunk_from + thread; workgroup.x == 0 && query < chunk_to; query += THREADS) {
    let sum = sums[first_row + query];
    part.row_sum += sum;
    part.extremes.z = max(part.extremes.z, -sum);
    part.counts.z += select(0u, 1u, sum >= LEAST_NORMAL);
  }
  for (var n = thread; all(workgroup.xy == vec2u()) && n < extent.tallies; n += THREADS) {
    let tally = tallies[head * extent.tallies + n];
    part.extremes.y = max(part.extremes.y, tally.x);
    part.counts.w += u32(tally.y);
  }

  // 3. All invocations together.
  part = together(part, thread);
  if (thread == 0) {
    parts[into * extent.tiles + workgroup.x] = part;
  }
  key_tile[thread] = column_sums;
  workgroupBarrier();
  for (var n = thread; n < min(KEYS, shape.tokens - first_key); n += THREADS) {
    var sum = 0.0;
    for (var other = 0u; other < GROUPS; other++) {
      sum += key_tile[other * LANES + n % LANES][n / LANES];
    }
    columns[into * shape.tokens + first_key + n] = sum;
  }
}
