// The parts and tallies of a head to one. Invocation x owns head x.

struct Whole {
  part: Part,
  output_max: f32,   // largest |output|
  off: f32,          // tokens without output
}
struct Counts {
  parts: u32,        // of a head
  tallies: u32,
}

@group(0) @binding(1) var<storage, read> parts: array<Part>;          // [H, parts]
@group(0) @binding(2) var<storage, read> tallies: array<vec2f>;       // [H, tallies]: output_max, off
@group(0) @binding(3) var<storage, read_write> heads: array<Whole>;   // [H]
@group(0) @binding(4) var<uniform> counts: Counts;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= shape.heads) {
    return;
  }
  var head = Whole(nothing(), 0.0, 0.0);
  for (var n = 0u; n < counts.parts; n++) {
    head.part = merged(head.part, parts[id.x * counts.parts + n]);
  }
  for (var n = 0u; n < counts.tallies; n++) {
    let tally = tallies[id.x * counts.tallies + n];
    head.output_max = max(head.output_max, tally.x);
    head.off += tally.y;
  }
  heads[id.x] = head;
}
