// Moments and extremes of one hidden state, chunk by chunk, each about its chunk's own mean so that nothing cancels.
// Workgroup w owns values w·CHUNK to (w + 1)·CHUNK; invocation i of it every 256th of them.

const CHUNK = 4096u;
const LANES = 256u;

struct Sizes {
  count: u32,
}

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> values: array<f32>; // [count], the buffer may be longer
@group(0) @binding(2) var<storage, read_write> results: array<f32>; // [chunks, 8]: count, mean, m2, m3, m4, min, max, –

var<workgroup> sums: array<vec4f, LANES>;
var<workgroup> ends: array<vec2f, LANES>;

fn join(lane: u32) {
  for (var half = LANES / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lane < half) {
      sums[lane] += sums[lane + half];
      ends[lane] = max(ends[lane], ends[lane + half]);
    }
  }
  workgroupBarrier();
}

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group.x * CHUNK;
  let past = min(first + CHUNK, sizes.count);
  let count = f32(past - first);

  // 1. Mean and extremes; the least value is kept as the largest of the negated.
  var sum = 0.0;
  var ends_here = vec2f(-3.4e38);
  for (var i = first + lane; i < past; i += LANES) {
    let value = values[i];
    sum += value;
    ends_here = max(ends_here, vec2f(value, -value));
  }
  sums[lane] = vec4f(sum, 0.0, 0.0, 0.0);
  ends[lane] = ends_here;
  join(lane);
  let mean = sums[0].x / count;
  let extremes = ends[0];
  workgroupBarrier();

  // 2. Central powers.
  var powers = vec4f();
  for (var i = first + lane; i < past; i += LANES) {
    let d = values[i] - mean;
    powers += vec4f(0.0, d * d, d * d * d, d * d * d * d);
  }
  sums[lane] = powers;
  join(lane);

  if (lane == 0u) {
    let at = group.x * 8u;
    results[at] = count;
    results[at + 1u] = mean;
    results[at + 2u] = sums[0].y;
    results[at + 3u] = sums[0].z;
    results[at + 4u] = sums[0].w;
    results[at + 5u] = -extremes.y;
    results[at + 6u] = extremes.x;
  }
}
