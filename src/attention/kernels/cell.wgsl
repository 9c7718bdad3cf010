// One weight at a time, for what asks for few of them.

@group(0) @binding(3) var<storage, read> rows: array<vec2f>;   // [H, T]: M, ℓ

const QUADS = HEAD_SIZE / 4;

// The weight of a query on a key that it may see.
fn cell(head: u32, query: u32, key: u32) -> f32 {
  let query_row = head * shape.tokens + query;
  let key_row = head / (shape.heads / shape.key_heads) * shape.tokens + key;
  var x = 0.0;
  for (var quad = 0u; quad < QUADS; quad++) {
    let a = query_quad(query_row * QUADS + quad);
    let b = key_quad(key_row * QUADS + quad);
    x = fma(a.w, b.w, fma(a.z, b.z, fma(a.y, b.y, fma(a.x, b.x, x))));
  }
  return weight(x * shape.scale, rows[query_row]);
}
