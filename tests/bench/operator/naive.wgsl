// The plain way, to be measured against: one workgroup a query row, the whole map written and read again.
// Workgroup (query, head) owns one row of one head; softmax over the keys up to the query.

override HEAD_SIZE: u32 = 64;
const LANES = 64u;

struct Sizes {
  tokens: u32,
  heads: u32,
}

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> q: array<f32>; // [H, T, D]
@group(0) @binding(2) var<storage, read> k: array<f32>; // [H, T, D]
@group(0) @binding(3) var<storage, read> v: array<f32>; // [H, T, D]
@group(0) @binding(4) var<storage, read_write> map: array<f32>; // [H, T, T]
@group(0) @binding(5) var<storage, read_write> output: array<f32>; // [T, H, D]

var<workgroup> parts: array<f32, LANES>;

fn reduce(lane: u32, value: f32, largest: bool) -> f32 {
  parts[lane] = value;
  for (var half = LANES / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lane < half) {
      let other = parts[lane + half];
      parts[lane] = select(parts[lane] + other, max(parts[lane], other), largest);
    }
  }
  workgroupBarrier();
  let result = parts[0];
  workgroupBarrier();
  return result;
}

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let query = group.x;
  let head = group.y;
  let rows = head * sizes.tokens;
  let row = (rows + query) * sizes.tokens;

  // 1. Scores.
  var peak = -3.0e38;
  for (var key = lane; key <= query; key += LANES) {
    var score = 0.0;
    for (var i = 0u; i < HEAD_SIZE; i++) {
      score += q[(rows + query) * HEAD_SIZE + i] * k[(rows + key) * HEAD_SIZE + i];
    }
    score *= inverseSqrt(f32(HEAD_SIZE));
    map[row + key] = score;
    peak = max(peak, score);
  }
  peak = reduce(lane, peak, true);

  // 2. Weights.
  var total = 0.0;
  for (var key = lane; key <= query; key += LANES) {
    let weight = exp(map[row + key] - peak);
    map[row + key] = weight;
    total += weight;
  }
  total = reduce(lane, total, false);
  storageBarrier();

  // 3. Output: each invocation a channel.
  for (var i = lane; i < HEAD_SIZE; i += LANES) {
    var mixed = 0.0;
    for (var key = 0u; key <= query; key++) {
      mixed += map[row + key] * v[(rows + key) * HEAD_SIZE + i];
    }
    output[(query * sizes.heads + head) * HEAD_SIZE + i] = mixed / total;
  }
}
