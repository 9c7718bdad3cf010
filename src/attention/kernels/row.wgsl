// The weights of one query of one head. Invocation x owns key x.

@group(0) @binding(3) var<storage, read> rows: array<vec2f>;            // [H, T]: M, ℓ
@group(0) @binding(4) var<uniform> asked: vec2u;                        // head, query
@group(0) @binding(5) var<storage, read_write> weights: array<f32>;     // [T]

const QUADS = HEAD_SIZE / 4;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let key = id.x;
  let own = asked.x * shape.tokens + asked.y;
  if (key >= shape.tokens) {
    return;
  }
  weights[key] = 0.0;
  if (key > asked.y) {
    return;
  }
  let key_row = asked.x / (shape.heads / shape.key_heads) * shape.tokens + key;
  var x = 0.0;
  for (var quad = 0u; quad < QUADS; quad++) {
    let a = query_quad(own * QUADS + quad);
    let b = key_quad(key_row * QUADS + quad);
    x = fma(a.w, b.w, fma(a.z, b.z, fma(a.y, b.y, fma(a.x, b.x, x))));
  }
  weights[key] = weight(x * shape.scale, rows[own]);
}
