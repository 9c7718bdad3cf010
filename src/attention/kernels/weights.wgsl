// Weights of one query with a lane's four keys, without a branch, so that invocations stay together.

// M and 1/ℓ from M and ℓ; a row without any weight has ℓ = 0 and gets 0.
fn inverted(row: vec2f) -> vec2f {
  return vec2f(row.x, select(1.0 / row.y, 0.0, row.y == 0.0));
}

// `row` as `inverted` gives it; 0 where the key may not be seen, and where `weight` says 0.
fn weights_of(x: vec4f, seen: vec4<bool>, row: vec2f) -> vec4f {
  var weights: vec4f;
  for (var n = 0u; n < 4; n++) {
    weights[n] = numerator(min(x[n], row.x), row.x) * row.y;
  }
  return select(vec4f(), weights, seen & (weights >= vec4f(LEAST_NORMAL)));
}
