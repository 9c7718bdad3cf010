// The weights of one query with a lane's four keys; 0 where it may not see the key.
fn weights_of(x: vec4f, seen: vec4<bool>, row: vec2f) -> vec4f {
  var weights: vec4f;
  for (var n = 0u; n < 4; n++) {
    if (seen[n]) {
      weights[n] = weight(x[n], row);
    }
  }
  return weights;
}
