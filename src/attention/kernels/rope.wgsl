// Rotary position embedding, half-split (Su et al. 2021): channels i and i + D/2 turn by one angle.
// Queries are then multiplied by what the rule multiplies their scores by.
// One invocation owns channels 2p, 2p + 1 and those D/2 further on, of one query or key head of one token.

@group(0) @binding(1) var<storage, read> qkv: array<vec2f>;       // [T, H + 2K, D/2]
@group(0) @binding(2) var<storage, read> cosines: array<vec2f>;   // [P, D/4]
@group(0) @binding(3) var<storage, read> sines: array<vec2f>;     // [P, D/4]

const PAIRS = HEAD_SIZE / 2;
const HALF = HEAD_SIZE / 4;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let token = id.y;
  let head = id.x / HALF;
  let pair = id.x % HALF;
  if (head >= shape.heads + shape.key_heads) {
    return;
  }
  let at = (token * (shape.heads + 2 * shape.key_heads) + head) * PAIRS + pair;
  let low = qkv[at];
  let high = qkv[at + HALF];
  let turn_cosine = cosines[token * HALF + pair];
  let turn_sine = sines[token * HALF + pair];
  let turned_low = low * turn_cosine - high * turn_sine;
  let turned_high = high * turn_cosine + low * turn_sine;
  if (head < shape.heads) {
    let factor = query_scale(token, parameter_of(head));
    let to = (head * shape.tokens + token) * PAIRS + pair;
    q[to] = stored(turned_low * factor);
    q[to + HALF] = stored(turned_high * factor);
  } else {
    let to = ((head - shape.heads) * shape.tokens + token) * PAIRS + pair;
    k[to] = stored(turned_low);
    k[to + HALF] = stored(turned_high);
  }
}
