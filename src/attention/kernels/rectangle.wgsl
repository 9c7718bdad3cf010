// The weights of a rectangle of one head's map. Invocation (x, y) owns its x-th key and y-th query.

struct Rectangle {
  first: vec2u,    // key, query
  cells: vec2u,    // how many keys, queries
  head: u32,
}

@group(0) @binding(4) var<uniform> asked: Rectangle;
@group(0) @binding(5) var<storage, read_write> weights: array<f32>;   // [queries, keys]; masked ones stay as they were

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let at = asked.first + id.xy;
  if (any(id.xy >= asked.cells) || at.x > at.y) {
    return;
  }
  weights[id.y * asked.cells.x + id.x] = cell(asked.head, at.y, at.x);
}
