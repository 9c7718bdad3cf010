// How large the head outputs of a tile of queries are: first the lanes of a query together, then the groups.

// From the largest |output| among the channels of each invocation; right in invocation 0 alone.
fn tally_of(largest: array<f32, ROWS>, own_query: u32, group: u32, lane: u32) -> vec2f {
  let own_slot = group * ROWS * LANES;
  workgroupBarrier();
  for (var row = 0u; row < ROWS; row++) {
    partial[own_slot + row * LANES + lane].x = largest[row];
  }
  workgroupBarrier();
  var tally: vec2f;
  for (var row = 0u; row < ROWS; row++) {
    var size = 0.0;
    for (var other = 0u; other < LANES; other++) {
      size = max(size, partial[own_slot + row * LANES + other].x);
    }
    let is_off = own_query + row < shape.tokens && size < OFF_BELOW;
    tally = vec2f(max(tally.x, size), tally.y + select(0.0, 1.0, is_off));
  }
  workgroupBarrier();
  if (lane == 0) {
    partial[group] = tally;
  }
  workgroupBarrier();
  for (var other = 1u; other < GROUPS; other++) {
    tally = vec2f(max(tally.x, partial[other].x), tally.y + partial[other].y);
  }
  return tally;
}
