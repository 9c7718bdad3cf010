// q and k as they are kept, four channels at a time; here in f16, two in a word, which needs no feature of the device.

@group(0) @binding(1) var<storage, read> q: array<vec2u>;   // [H, T, D/4]
@group(0) @binding(2) var<storage, read> k: array<vec2u>;   // [K, T, D/4]

fn unpacked(pair: vec2u) -> vec4f {
  return vec4f(unpack2x16float(pair.x), unpack2x16float(pair.y));
}

fn query_quad(at: u32) -> vec4f {
  return unpacked(q[at]);
}

fn key_quad(at: u32) -> vec4f {
  return unpacked(k[at]);
}
