// Moments and extremes of hidden states, chunk by chunk, each about its chunk's own mean so that nothing cancels and in
// units of the largest distance from it so that nothing overflows.
// Workgroup (w, n) owns chunk w of state n; invocation i of it every 256th value.

@group(0) @binding(1) var<storage, read> values: array<f32>; // [N, count]
// [N, chunks + 1, 8]: count, mean, m2, m3, m4, min, max, unit; the last of a state is the ranks'
@group(0) @binding(2) var<storage, read_write> results: array<array<f32, 8>>;

var<workgroup> sums: array<vec3f, LANES>;
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
  let state = group.y * sizes.count;

  // 1. Mean and extremes; the least value is kept as the largest of the negated.
  var sum = 0.0;
  var both = vec2f(-3.4e38);
  for (var i = first + lane; i < past; i += LANES) {
    let value = values[state + i];
    sum += value;
    both = max(both, vec2f(value, -value));
  }
  sums[lane] = vec3f(sum, 0.0, 0.0);
  ends[lane] = both;
  join(lane);
  let mean = sums[0].x / count;
  let extremes = ends[0];
  let unit = max(extremes.x - mean, extremes.y + mean);
  workgroupBarrier();

  // 2. Central powers, every term at most 1.
  let inverse = select(0.0, 1.0 / unit, unit > 0x1p-120);
  var powers = vec3f();
  for (var i = first + lane; i < past; i += LANES) {
    let d = (values[state + i] - mean) * inverse;
    powers += vec3f(d * d, d * d * d, d * d * d * d);
  }
  sums[lane] = powers;
  join(lane);

  if (lane == 0u) {
    let all = sums[0];
    results[group.y * (sizes.chunks + 1u) + group.x] =
      array<f32, 8>(count, mean, all.x, all.y, all.z, -extremes.y, extremes.x, unit);
  }
}
