// Multiplies and adds and does nothing else. Each invocation owns ROUNDS times 16 multiply-adds of vec4f, enough of
// them a round that the loop itself does not count.

override ROUNDS: u32 = 64;

struct Pair {
  a: vec4f,
  b: vec4f,
}

@group(0) @binding(0) var<storage, read> source: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> into: array<vec4f>;

// A turn of the plane: it neither grows nor fades.
fn turn(p: Pair, c: vec4f, d: vec4f) -> Pair {
  let a = fma(p.b, c, p.a);
  return Pair(a, fma(a, d, p.b));
}

fn turn_four_times(p: Pair, c: vec4f, d: vec4f) -> Pair {
  return turn(turn(turn(turn(p, c, d), c, d), c, d), c, d);
}

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) at: vec3u) {
  let start = source[at.x % 1024u];
  let c = 0.1 + 0.01 * fract(start);
  var p = Pair(start, start + 1.0);
  for (var round = 0u; round < ROUNDS; round++) {
    p = turn_four_times(turn_four_times(p, c, -c), c, -c);
  }
  into[at.x] = p.a + p.b;
}
