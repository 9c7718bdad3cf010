// What cells add to what is known of a part of a head.

// Half the least f16 above 0: what is not larger rounds to 0, a tie going to the even side.
const LEAST_F16_HALVED = 0x1p-25;

fn count(cells: vec4<bool>) -> u32 {
  return dot(select(vec4u(), vec4u(1), cells), vec4u(1));
}

// A lane's weights with one query, 1 / the sum of the row, and how many keys before the query each stands.
fn add(part: ptr<function, Part>, each: vec4f, seen: vec4<bool>, inverse: f32, gaps: vec4f) {
  // No p is 0, so that its logarithm is finite: what stands for 0 adds 1e-36.
  let share = clamp(each * inverse, vec4f(LEAST_NORMAL), vec4f(1.0));
  (*part).counts.x += count(seen & (each == vec4f()));
  (*part).counts.y += count(seen & (each <= vec4f(LEAST_F16_HALVED)));
  (*part).sums.x -= dot(share, log(share));
  (*part).sums.y += dot(share, gaps);
  (*part).extremes.x = max((*part).extremes.x, max(max(each.x, each.y), max(each.z, each.w)));
}

// The same weights where they stand on the token before the query or on the query itself.
fn add_near(part: ptr<function, Part>, each: vec4f, gaps: vec4f) {
  (*part).sums.z += dot(select(vec4f(), each, gaps == vec4f(1.0)), vec4f(1.0));
  (*part).sums.w += dot(select(vec4f(), each, gaps == vec4f()), vec4f(1.0));
}
