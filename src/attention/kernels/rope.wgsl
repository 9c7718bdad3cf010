// Rotary position embedding, half-split (Su et al. 2021): channels i and i + D/2 turn by one angle.
// Queries are then multiplied by what the rule multiplies their scores by.
// One invocation owns one such pair of one query or key head of one token.

@group(0) @binding(1) var<storage, read> qkv: array<f32>;       // [T, H + 2K, D]
@group(0) @binding(2) var<storage, read> cosines: array<f32>;   // [P, D/2]
@group(0) @binding(3) var<storage, read> sines: array<f32>;     // [P, D/2]
@group(0) @binding(4) var<storage, read_write> q: array<f32>;   // [H, T, D]
@group(0) @binding(5) var<storage, read_write> k: array<f32>;   // [K, T, D]

const HALF = HEAD_SIZE / 2;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let token = id.y;
  let head = id.x / HALF;
  let pair = id.x % HALF;
  if (head >= shape.heads + shape.key_heads) {
    return;
  }
  let at = (token * (shape.heads + 2 * shape.key_heads) + head) * HEAD_SIZE + pair;
  let low = qkv[at];
  let high = qkv[at + HALF];
  let turn_cosine = cosines[token * HALF + pair];
  let turn_sine = sines[token * HALF + pair];
  var turned = vec2f(low * turn_cosine - high * turn_sine, high * turn_cosine + low * turn_sine);
  if (head < shape.heads) {
    turned *= query_scale(token, parameter_of(head));
    let to = (head * shape.tokens + token) * HEAD_SIZE + pair;
    q[to] = turned.x;
    q[to + HALF] = turned.y;
  } else {
    let to = ((head - shape.heads) * shape.tokens + token) * HEAD_SIZE + pair;
    k[to] = turned.x;
    k[to + HALF] = turned.y;
  }
}
