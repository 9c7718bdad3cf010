// Two ceilings of the device: `copy` moves bytes and does nothing else, `multiply` multiplies and adds and does
// nothing else. Each invocation of `copy` owns one vec4f; of `multiply`, eight chains of ROUNDS multiply-adds.

override ROUNDS: u32 = 512;

@group(0) @binding(0) var<storage, read> source: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> into: array<vec4f>;

@compute @workgroup_size(256)
fn copy(@builtin(global_invocation_id) at: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = at.y * groups.x * 256u + at.x;
  into[i] = source[i];
}

@compute @workgroup_size(256)
fn multiply(@builtin(global_invocation_id) at: vec3u) {
  var a = source[at.x % 1024u];
  var b = a + 1.0;
  let c = a * 0.5 + 0.25;
  for (var round = 0u; round < ROUNDS; round++) {
    a = fma(a, c, b);
    b = fma(b, c, a);
  }
  into[at.x] = a + b;
}
