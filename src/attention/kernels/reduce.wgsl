// The parts of a head to one. Invocation x owns head x.

@group(0) @binding(1) var<storage, read> parts: array<Part>;         // [H, tiles]
@group(0) @binding(2) var<storage, read_write> heads: array<Part>;   // [H]
@group(0) @binding(3) var<uniform> tiles: u32;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= shape.heads) {
    return;
  }
  var head = nothing();
  for (var tile = 0u; tile < tiles; tile++) {
    head = merged(head, parts[id.x * tiles + tile]);
  }
  heads[id.x] = head;
}
