// The derivatives by keys and values (Zuhri et al. 2025, algorithm 2), query tile by query tile and query head by query
// head, in one fixed order. Workgroup (x, y) owns the x-th key tile of key head y. Its invocations own scores as
// `scores.wgsl` says, and of the derivatives those of the four keys of their lane, quads group, group + GROUPS, ….

@group(0) @binding(6) var<storage, read> means: array<f32>;         // [H, T]: Σ weight · gain
@group(0) @binding(7) var<storage, read_write> dk: array<vec4f>;    // [K, T, D/4]
@group(0) @binding(8) var<storage, read_write> dv: array<vec4f>;    // [K, T, D/4]

const SHARE = (QUADS + GROUPS - 1) / GROUPS;

// Slot (query, lane), for the lane's four keys: the weights, and the derivatives by the scores.
var<workgroup> weight_tile: array<vec4f, QUERIES * LANES>;
var<workgroup> slope_tile: array<vec4f, QUERIES * LANES>;

// A quad of a query for each of four keys, times a factor of each.
fn outer(quad: vec4f, factors: vec4f) -> mat4x4f {
  return mat4x4f(quad * factors.x, quad * factors.y, quad * factors.z, quad * factors.w);
}

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) thread: u32) {
  let key_head = workgroup.y;
  let first_key = workgroup.x * KEYS;
  let group = thread / LANES;
  let lane = thread % LANES;
  let keys = first_key + keys_of(lane);
  let own_slot = group * ROWS * LANES + lane;
  let heads = shape.heads / shape.key_heads;
  var by_key: array<mat4x4f, SHARE>;
  var by_value: array<mat4x4f, SHARE>;

  for (var head = key_head * heads; head < (key_head + 1) * heads; head++) {
    // Earlier queries do not see the tile's keys.
    for (var first_query = first_key; first_query < shape.tokens; first_query += QUERIES) {
      let tile = cells_of(head, first_query, first_key, thread);
      // 1. Weights and slopes; a query past the last token has none.
      for (var row = 0u; row < ROWS; row++) {
        let query = first_query + group * ROWS + row;
        let own = row_of(head, query);
        let mean = means[head * shape.tokens + min(query, shape.tokens - 1)];
        // Written out: without it SwiftShader keeps the numbers of the loop's last turn.
        var weights = vec4f();
        var slopes = vec4f();
        for (var n = 0u; n < 4; n++) {
          if (query < shape.tokens && keys[n] <= query) {
            let score = min(tile.scores[row][n], own.peak);
            weights[n] = numerator(score, own.peak) * own.inverse;
            slopes[n] = (numerator_slope(score, own.peak) * tile.gains[row][n]
                         - denominator_slope(score, own.peak) * mean) * own.inverse;
          }
        }
        weight_tile[own_slot + row * LANES] = weights;
        slope_tile[own_slot + row * LANES] = slopes;
      }
      workgroupBarrier();
      // 2. Slopes times queries.
      for (var query = 0u; query < QUERIES; query++) {
        for (var n = 0u; n < SHARE; n++) {
          by_key[n] += outer(query_tile[query * STRIDE + group + n * GROUPS], slope_tile[query * LANES + lane]);
        }
      }
      // 3. Weights times dO.
      workgroupBarrier();
      load_given(head, first_query, thread);
      workgroupBarrier();
      for (var query = 0u; query < QUERIES; query++) {
        for (var n = 0u; n < SHARE; n++) {
          by_value[n] += outer(query_tile[query * STRIDE + group + n * GROUPS], weight_tile[query * LANES + lane]);
        }
      }
    }
  }

  for (var n = 0u; n < 4; n++) {
    for (var share = 0u; share < SHARE; share++) {
      let quad = group + share * GROUPS;
      if (keys[n] < shape.tokens && quad < QUADS) {
        let to = (key_head * shape.tokens + keys[n]) * QUADS + quad;
        dk[to] = by_key[share][n];
        dv[to] = by_value[share][n];
      }
    }
  }
}
