// The weights of one query of one head. Invocation x owns key x.

@group(0) @binding(4) var<uniform> asked: vec2u;                        // head, query
@group(0) @binding(5) var<storage, read_write> weights: array<f32>;     // [T]

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let key = id.x;
  if (key >= shape.tokens) {
    return;
  }
  weights[key] = 0.0;
  if (key <= asked.y) {
    weights[key] = cell(asked.x, asked.y, key);
  }
}
