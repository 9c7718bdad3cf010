// The values of a tile of keys, straight from the projection's output; they need no rotation. They take the place of
// the keys: same tile, same rows.

@group(0) @binding(3) var<storage, read> qkv: array<vec4f>;   // [T, H + 2K, D/4]

fn fetched_values(head: u32, first: u32, thread: u32) -> Carried {
  let at = shape.heads + shape.key_heads + key_head_of(head);
  let stride = shape.heads + 2 * shape.key_heads;
  var carried: Carried;
  for (var i = 0u; i < CARRIED; i++) {
    let n = thread + i * THREADS;
    carried[i] = qkv[(min(first + n / QUADS, shape.tokens - 1) * stride + at) * QUADS + n % QUADS];
  }
  return carried;
}
