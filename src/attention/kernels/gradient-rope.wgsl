// The derivative by qkv from those by q and k after the rotary embedding and by v: `rope.wgsl` the other way round.
// One invocation owns one pair of channels i and i + D/2 of one head of one token.

@group(0) @binding(1) var<storage, read> cosines: array<f32>;       // [P, D/2]
@group(0) @binding(2) var<storage, read> sines: array<f32>;         // [P, D/2]
@group(0) @binding(3) var<storage, read> dq: array<f32>;            // [H, T, D]
@group(0) @binding(4) var<storage, read> dk: array<f32>;            // [K, T, D]
@group(0) @binding(5) var<storage, read> dv: array<f32>;            // [K, T, D]
@group(0) @binding(6) var<storage, read_write> dqkv: array<f32>;    // [T, H + 2K, D]

const HALF = HEAD_SIZE / 2;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let token = id.y;
  let head = id.x / HALF;
  let pair = id.x % HALF;
  let first_value = shape.heads + shape.key_heads;
  if (head >= first_value + shape.key_heads) {
    return;
  }
  // A rotation's transpose is the rotation by the opposite angle.
  let cosine = cosines[token * HALF + pair];
  let sine = sines[token * HALF + pair];
  let back = mat2x2f(cosine, -sine, sine, cosine);
  var turned: vec2f;
  if (head < shape.heads) {
    let at = (head * shape.tokens + token) * HEAD_SIZE + pair;
    turned = back * vec2f(dq[at], dq[at + HALF]) * query_scale(token, 0.0);
  } else if (head < first_value) {
    let at = ((head - shape.heads) * shape.tokens + token) * HEAD_SIZE + pair;
    turned = back * vec2f(dk[at], dk[at + HALF]);
  } else {
    let at = ((head - first_value) * shape.tokens + token) * HEAD_SIZE + pair;
    turned = vec2f(dv[at], dv[at + HALF]);
  }
  let to = (token * (first_value + shape.key_heads) + head) * HEAD_SIZE + pair;
  dqkv[to] = turned.x;
  dqkv[to + HALF] = turned.y;
}
