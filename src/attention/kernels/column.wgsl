// The weights on one key of one head. Invocation x owns query x.

@group(0) @binding(4) var<uniform> asked: vec2u;                        // head, key
@group(0) @binding(5) var<storage, read_write> weights: array<f32>;     // [T]

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let query = id.x;
  if (query >= shape.tokens) {
    return;
  }
  weights[query] = 0.0;
  if (query >= asked.y) {
    weights[query] = cell(asked.x, query, asked.y);
  }
}
