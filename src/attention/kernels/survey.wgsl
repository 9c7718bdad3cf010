// A few numbers of every head, from weights recomputed tile by tile. Workgroup (x, y) owns the x-th tile of keys of
// head y and visits every query from there on; it also owns the row sums of the tokens of its tile.

@group(0) @binding(3) var<storage, read> rows: array<vec2f>;              // [H, T]: M, ℓ
@group(0) @binding(4) var<storage, read> sums: array<f32>;                // [H, T]
@group(0) @binding(5) var<storage, read_write> column_means: array<f32>;  // [H, T]
@group(0) @binding(6) var<storage, read_write> parts: array<Part>;        // [H, key tiles]

// Half the least f16 above 0: what is not larger rounds to 0, a tie going to the even side.
const LEAST_F16_HALVED = 0x1p-25;

var<workgroup> column_tile: array<vec4f, GROUPS * LANES>;
var<workgroup> part_tile: array<Part, THREADS>;

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) workgroups: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let head = workgroup.y;
  let first_key = workgroup.x * KEYS;
  let group = thread / LANES;
  let lane = thread % LANES;
  let keys = first_key + keys_of(lane);
  var columns: vec4f;
  var part = nothing();
  load_keys(head, first_key, thread);

  // 1. Weights of the tile's keys, query tile by query tile; earlier queries may not see them.
  for (var first_query = first_key; first_query < shape.tokens; first_query += QUERIES) {
    workgroupBarrier();
    load_queries(head, first_query, thread);
    workgroupBarrier();
    let x = tile_scores(group, lane);
    for (var row = 0u; row < ROWS; row++) {
      let query = first_query + group * ROWS + row;
      let at = head * shape.tokens + min(query, shape.tokens - 1);
      for (var n = 0u; n < 4; n++) {
        if (query < shape.tokens && keys[n] <= query) {
          let each = weight(x[row][n], rows[at]);
          columns[n] += each;
          part.zero += select(0u, 1u, each == 0.0);
          part.zero16 += select(0u, 1u, each <= LEAST_F16_HALVED);
          part.weight_max = max(part.weight_max, each);
        }
      }
    }
  }

  // 2. The tile's tokens, one an invocation.
  for (var token = first_key + thread; token < min(first_key + KEYS, shape.tokens); token += THREADS) {
    let sum = sums[head * shape.tokens + token];
    part.sum += sum;
    part.sum_min = min(part.sum_min, sum);
  }

  // 3. All invocations together, always in the same order.
  column_tile[thread] = columns;
  part_tile[thread] = part;
  for (var half = THREADS / 2; half > 0; half /= 2) {
    workgroupBarrier();
    if (thread < half) {
      part_tile[thread] = merged(part_tile[thread], part_tile[thread + half]);
      if (half >= LANES) {
        column_tile[thread] += column_tile[thread + half];
      }
    }
  }
  if (thread == 0) {
    parts[head * workgroups.x + workgroup.x] = part_tile[0];
  }
  for (var n = 0u; n < 4; n++) {
    if (thread < LANES && keys[n] < shape.tokens) {
      column_means[head * shape.tokens + keys[n]] = column_tile[thread][n] / f32(shape.tokens);
    }
  }
}
