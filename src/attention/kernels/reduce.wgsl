// The parts of a head to one, and its columns' sums to means. Workgroup (x, y) owns head x of layer y.

@group(0) @binding(1) var<uniform> extent: Extent;
@group(0) @binding(2) var<storage, read> parts: array<Part>;              // [L][H, chunks, key tiles]
@group(0) @binding(3) var<storage, read> columns: array<f32>;             // [L][H, chunks, T]
@group(0) @binding(4) var<storage, read_write> heads: array<Part>;        // [L, H]
@group(0) @binding(5) var<storage, read_write> column_means: array<f32>;  // [L, H, T]

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) thread: u32) {
  let head = workgroup.x;
  let into = workgroup.y * shape.heads + head;
  let of_head = extent.chunks * extent.tiles;
  let first_part = workgroup.y * extent.layer_parts + head * of_head;
  let first_column = workgroup.y * extent.layer_columns + head * extent.chunks * shape.tokens;

  var part = nothing();
  for (var n = thread; n < of_head; n += THREADS) {
    part = merged(part, parts[first_part + n]);
  }
  part = together(part, thread);
  if (thread == 0) {
    heads[into] = part;
  }

  for (var key = thread; key < shape.tokens; key += THREADS) {
    var sum = 0.0;
    for (var chunk = 0u; chunk < extent.chunks; chunk++) {
      sum += columns[first_column + chunk * shape.tokens + key];
    }
    column_means[into * shape.tokens + key] = sum / f32(shape.tokens);
  }
}
