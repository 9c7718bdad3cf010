// Attention of one tile of queries of one head, keys tile by tile, the map never stored (Zuhri et al. 2025,
// algorithm 1, line 10's rescale the right way up). Workgroup (x, y) owns the x-th query tile from the end of head y.
// Its invocations own scores as `scores.wgsl` says, and of these queries' output the quads lane, lane + LANES, ….

@group(0) @binding(4) var<storage, read_write> output: array<vec4f>;    // [T, H, D/4]
@group(0) @binding(5) var<storage, read_write> rows: array<vec2f>;      // [H, T]: M, ℓ
@group(0) @binding(6) var<storage, read_write> sums: array<f32>;        // [H, T]
@group(0) @binding(7) var<storage, read_write> tallies: array<vec2f>;   // [H, query tiles]: largest |output|, tokens off

const SHARE = (QUADS + LANES - 1) / LANES;

// Slot (query, lane): the numerators of the lane's four keys, and what the lanes of a query reduce together.
var<workgroup> top_tile: array<vec4f, QUERIES * LANES>;
var<workgroup> partial: array<vec2f, QUERIES * LANES>;

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) workgroups: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let head = workgroup.y;
  let s = parameter_of(head);
  let first_query = (workgroups.x - 1 - workgroup.x) * QUERIES;
  let group = thread / LANES;
  let lane = thread % LANES;
  let own_query = first_query + group * ROWS;
  let own_slot = group * ROWS * LANES;
  var running: array<Running, ROWS>;
  var mixed: array<array<vec4f, SHARE>, ROWS>;
  for (var row = 0u; row < ROWS; row++) {
    running[row] = started(s);
  }
  load_queries(head, first_query, thread);

  // Key tiles past the last query are not visited.
  for (var first_key = 0u; first_key < min(first_query + QUERIES, shape.tokens); first_key += KEYS) {
    // 1. Scores, and each lane's own peak.
    workgroupBarrier();
    load_keys(head, first_key, thread);
    workgroupBarrier();
    let x = tile_scores(group, lane);
    let keys = first_key + keys_of(lane);
    for (var row = 0u; row < ROWS; row++) {
      let seen = select(vec4f(peak_floor(s)), x[row], keys <= vec4u(own_query + row));
      partial[own_slot + row * LANES + lane].x = max(max(seen.x, seen.y), max(seen.z, seen.w));
    }
    workgroupBarrier();
    // 2. The lanes' common peak, and the numerators under it.
    load_values(head, first_key, thread);
    for (var row = 0u; row < ROWS; row++) {
      var peak = running[row].peak;
      for (var other = 0u; other < LANES; other++) {
        peak = max(peak, partial[own_slot + row * LANES + other].x);
      }
      running[row] = advanced(running[row], x[row], keys <= vec4u(own_query + row), peak);
      top_tile[own_slot + row * LANES + lane] = running[row].tops;
      for (var n = 0u; n < SHARE; n++) {
        mixed[row][n] *= running[row].rescale;
      }
    }
    workgroupBarrier();
    // 3. Numerators times values.
    for (var slot = 0u; slot < LANES; slot++) {
      let at = keys_of(slot) * STRIDE + lane;
      for (var n = 0u; n < SHARE; n++) {
        let channel = n * LANES;
        let values = mat4x4f(key_tile[at.x + channel], key_tile[at.y + channel],
                             key_tile[at.z + channel], key_tile[at.w + channel]);
        for (var row = 0u; row < ROWS; row++) {
          mixed[row][n] += values * top_tile[own_slot + row * LANES + slot];
        }
      }
    }
  }

  // 4. The lanes' totals together; the output divided by them.
  for (var row = 0u; row < ROWS; row++) {
    partial[own_slot + row * LANES + lane] = vec2f(running[row].total, running[row].sum);
  }
  workgroupBarrier();
  var largest: array<f32, ROWS>;
  for (var row = 0u; row < ROWS; row++) {
    let query = own_query + row;
    var both = vec2f(extra(running[row].peak, s), 0.0);
    for (var other = 0u; other < LANES; other++) {
      both += partial[own_slot + row * LANES + other];
    }
    let inverse = select(1.0 / both.x, 0.0, both.x == 0.0);
    for (var n = 0u; n < SHARE; n++) {
      if (query < shape.tokens && lane + n * LANES < QUADS) {
        let value = mixed[row][n] * inverse;
        output[(query * shape.heads + head) * QUADS + lane + n * LANES] = value;
        let size = abs(value);
        largest[row] = max(largest[row], max(max(size.x, size.y), max(size.z, size.w)));
      }
    }
    if (query < shape.tokens && lane == 0) {
      rows[head * shape.tokens + query] = vec2f(running[row].peak, both.x);
      sums[head * shape.tokens + query] = both.y * inverse;
    }
  }

  let tally = tally_of(largest, own_query, own_slot, lane, group);
  if (thread == 0) {
    tallies[head * workgroups.x + first_query / QUERIES] = tally;
  }
}
