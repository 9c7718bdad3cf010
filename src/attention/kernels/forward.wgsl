// Attention of tiles of queries of one head, keys tile by tile, the map never stored (Zuhri et al. 2025, algorithm 1,
// line 10's rescale the right way up). Workgroup (x, y) owns the x-th query tile from the start and from the end of
// head y, so that all have the same work. Its invocations own scores as `scores.wgsl` says, and of these queries' output
// the quads lane, lane + LANES, ….

@group(0) @binding(4) var<storage, read_write> output: array<vec4f>;    // [T, H, D/4]
@group(0) @binding(5) var<storage, read_write> rows: array<vec2f>;      // [H, T]: M, ℓ
@group(0) @binding(6) var<storage, read_write> sums: array<f32>;        // [H, T]
@group(0) @binding(7) var<storage, read_write> tallies: array<vec2f>;   // [H, query tiles]: largest |output|, tokens off

const SHARE = (QUADS + LANES - 1) / LANES;
alias Mixed = array<array<vec4f, SHARE>, ROWS>;

// Slot (query, lane): the numerators of the lane's four keys, and what the lanes of a query reduce together.
var<workgroup> top_tile: array<vec4f, QUERIES * LANES>;
var<workgroup> partial: array<vec2f, QUERIES * LANES>;

// Numerators times values.
fn mix(mixed: ptr<function, Mixed>, group: u32, lane: u32) {
  let own_slot = group % GROUPS * ROWS * LANES;
  let own_value = lane % LANES;
  for (var slot = 0u; slot < LANES; slot++) {
    for (var n = 0u; n < SHARE; n++) {
      let at = own_value + slot * STRIDE + n * LANES;
      let a = key_tile[at];
      let b = key_tile[at + LANES * STRIDE];
      let c = key_tile[at + 2 * LANES * STRIDE];
      let d = key_tile[at + 3 * LANES * STRIDE];
      for (var row = 0u; row < ROWS; row++) {
        let tops = top_tile[own_slot + row * LANES + slot];
        let sum = fma(a, vec4f(tops.x), (*mixed)[row][n]);
        (*mixed)[row][n] = fma(d, vec4f(tops.w), fma(c, vec4f(tops.z), fma(b, vec4f(tops.y), sum)));
      }
    }
  }
}

fn attend(head: u32, first_query: u32, thread: u32) {
  let s = parameter_of(head);
  let group = thread / LANES;
  let lane = thread % LANES;
  let own_query = first_query + group * ROWS;
  let own_slot = group * ROWS * LANES;
  var running: array<Running, ROWS>;
  var mixed: Mixed;
  for (var row = 0u; row < ROWS; row++) {
    running[row] = started(s);
  }
  load_queries(head, first_query, thread);
  let end = min(first_query + QUERIES, shape.tokens);
  var carried = fetched_keys(head, 0, thread);

  // Key tiles past the last query are not visited. What the next phase needs is fetched one phase ahead.
  for (var first_key = 0u; first_key < end; first_key += KEYS) {
    // 1. Scores, and each lane's own peak.
    workgroupBarrier();
    store_tile(carried, thread);
    carried = fetched_values(head, first_key, thread);
    workgroupBarrier();
    let x = tile_scores(group, lane);
    let keys = first_key + keys_of(lane);
    for (var row = 0u; row < ROWS; row++) {
      let seen = select(vec4f(peak_floor(s)), x[row], keys <= vec4u(own_query + row));
      partial[own_slot + row * LANES + lane].x = max(max(seen.x, seen.y), max(seen.z, seen.w));
    }
    workgroupBarrier();
    // 2. The lanes' common peak, and the numerators under it.
    store_tile(carried, thread);
    carried = fetched_keys(head, first_key + KEYS, thread);
    for (var row = 0u; row < ROWS; row++) {
      var peak = running[row].peak;
      for (var other = 0u; other < LANES; other++) {
        peak = max(peak, partial[own_slot + row * LANES + other].x);
      }
      running[row] = advanced(running[row], x[row], keys <= vec4u(own_query + row), peak);
      top_tile[own_slot + row * LANES + lane] = running[row].tops;
      if (running[row].rescale < 1.0) {
        for (var n = 0u; n < SHARE; n++) {
          mixed[row][n] *= running[row].rescale;
        }
      }
    }
    workgroupBarrier();
    // 3. Numerators times values.
    mix(&mixed, group, lane);
  }
  finish(&running, &mixed, head, s, first_query, group, lane);
}

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) thread: u32) {
  let last = (shape.tokens - 1) / QUERIES - workgroup.x;
  attend(workgroup.y, last * QUERIES, thread);
  if (workgroup.x < last) {
    workgroupBarrier();
    attend(workgroup.y, workgroup.x * QUERIES, thread);
  }
}
