// Where turned queries and keys go, two channels at a time; here in f32.

@group(0) @binding(4) var<storage, read_write> q: array<vec2f>;   // [H, T, D/2]
@group(0) @binding(5) var<storage, read_write> k: array<vec2f>;   // [K, T, D/2]

fn stored(pair: vec2f) -> vec2f {
  return pair;
}
