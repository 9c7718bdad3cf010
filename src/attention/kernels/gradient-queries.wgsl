// The derivative by the queries (Zuhri et al. 2025, algorithm 2), key tile by key tile, the map never stored.
// Workgroup (x, y) owns the x-th query tile from the end of head y. Its invocations own scores as `scores.wgsl` says,
// and of these queries' derivative the quads lane, lane + LANES, ….
//
// dq = Σ (num′·gain − den′·mean) · k / ℓ. The mean gain is known only after the last key, so that the sums of num′·gain·k
// and of den′·k are kept apart until then.

@group(0) @binding(6) var<storage, read_write> means: array<f32>;   // [H, T]: Σ weight · gain
@group(0) @binding(7) var<storage, read_write> dq: array<vec4f>;    // [H, T, D/4]

const SHARE = (QUADS + LANES - 1) / LANES;

// Slot (query, lane), for the lane's four keys: num′·gain, and den′.
var<workgroup> top_tile: array<vec4f, QUERIES * LANES>;
var<workgroup> bottom_tile: array<vec4f, QUERIES * LANES>;

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) workgroups: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let head = workgroup.y;
  let first_query = (workgroups.x - 1 - workgroup.x) * QUERIES;
  let group = thread / LANES;
  let lane = thread % LANES;
  let own_query = first_query + group * ROWS;
  let own_slot = group * ROWS * LANES;
  var own: array<Row, ROWS>;
  var gained: array<f32, ROWS>;
  var tops: array<array<vec4f, SHARE>, ROWS>;
  var bottoms: array<array<vec4f, SHARE>, ROWS>;
  for (var row = 0u; row < ROWS; row++) {
    own[row] = row_of(head, own_query + row);
  }

  for (var first_key = 0u; first_key < min(first_query + QUERIES, shape.tokens); first_key += KEYS) {
    let tile = cells_of(head, first_query, first_key, thread);
    // 1. What each key counts for.
    let keys = first_key + keys_of(lane);
    for (var row = 0u; row < ROWS; row++) {
      // Written out: without it SwiftShader keeps the numbers of the loop's last turn.
      var top = vec4f();
      var bottom = vec4f();
      for (var n = 0u; n < 4; n++) {
        if (keys[n] <= own_query + row) {
          let score = min(tile.scores[row][n], own[row].peak);
          top[n] = numerator_slope(score, own[row].peak) * tile.gains[row][n];
          bottom[n] = denominator_slope(score, own[row].peak);
          gained[row] += numerator(score, own[row].peak) * tile.gains[row][n];
        }
      }
      top_tile[own_slot + row * LANES + lane] = top;
      bottom_tile[own_slot + row * LANES + lane] = bottom;
    }
    workgroupBarrier();
    // 2. Times the keys.
    for (var slot = 0u; slot < LANES; slot++) {
      let at = keys_of(slot) * STRIDE + lane;
      for (var n = 0u; n < SHARE; n++) {
        let channel = n * LANES;
        let four = mat4x4f(key_tile[at.x + channel], key_tile[at.y + channel],
                           key_tile[at.z + channel], key_tile[at.w + channel]);
        for (var row = 0u; row < ROWS; row++) {
          tops[row][n] += four * top_tile[own_slot + row * LANES + slot];
          bottoms[row][n] += four * bottom_tile[own_slot + row * LANES + slot];
        }
      }
    }
  }

  // 3. The lanes' gains together, and all divided by ℓ.
  workgroupBarrier();
  for (var row = 0u; row < ROWS; row++) {
    top_tile[own_slot + row * LANES + lane].x = gained[row];
  }
  workgroupBarrier();
  for (var row = 0u; row < ROWS; row++) {
    let query = own_query + row;
    if (query < shape.tokens) {
      let at = head * shape.tokens + query;
      var mean = 0.0;
      for (var other = 0u; other < LANES; other++) {
        mean += top_tile[own_slot + row * LANES + other].x * own[row].inverse;
      }
      for (var n = 0u; n < SHARE; n++) {
        if (lane + n * LANES < QUADS) {
          dq[at * QUADS + lane + n * LANES] = (tops[row][n] - mean * bottoms[row][n]) * own[row].inverse;
        }
      }
      if (lane == 0) {
        means[at] = mean;
      }
    }
  }
}
