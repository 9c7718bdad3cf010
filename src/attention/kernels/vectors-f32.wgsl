// q and k as they are kept, four channels at a time; here in f32.

@group(0) @binding(1) var<storage, read> q: array<vec4f>;   // [H, T, D/4]
@group(0) @binding(2) var<storage, read> k: array<vec4f>;   // [K, T, D/4]

fn query_quad(at: u32) -> vec4f {
  return q[at];
}

fn key_quad(at: u32) -> vec4f {
  return k[at];
}
