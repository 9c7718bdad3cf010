// The values of a tile of keys, straight from the projection's output; they need no rotation.

@group(0) @binding(3) var<storage, read> qkv: array<vec4f>;   // [T, H + 2K, D/4]

// Takes the place of the keys: same tile, same rows.
fn load_values(head: u32, first: u32, thread: u32) {
  let at = shape.heads + shape.key_heads + key_head_of(head);
  for (var n = thread; n < KEYS * QUADS; n += THREADS) {
    let token = min(first + n / QUADS, shape.tokens - 1);
    let row = token * (shape.heads + 2 * shape.key_heads) + at;
    key_tile[n / QUADS * STRIDE + n % QUADS] = qkv[row * QUADS + n % QUADS];
  }
}
