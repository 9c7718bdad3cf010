// The end of a tile of queries: the lanes together, the output divided by ℓ, and what is kept of the rows.

// A token whose head output is nowhere above it has none: Zuhri et al. 2025, section 7.2.
const OFF_BELOW = 1e-6;

fn finish(
  running: ptr<function, array<Running, ROWS>>,
  mixed: ptr<function, Mixed>,
  head: u32, s: f32, first_query: u32, group: u32, lane: u32,
) {
  let own_query = first_query + group * ROWS;
  let own_slot = group * ROWS * LANES;
  let tile = first_query / QUERIES;
  let tiles = (shape.tokens + QUERIES - 1) / QUERIES;
  for (var row = 0u; row < ROWS; row++) {
    partial[own_slot + row * LANES + lane] = vec2f((*running)[row].total, (*running)[row].sum);
  }
  workgroupBarrier();
  var largest: array<f32, ROWS>;
  for (var row = 0u; row < ROWS; row++) {
    let query = own_query + row;
    var both = vec2f(extra((*running)[row].peak, s), 0.0);
    for (var other = 0u; other < LANES; other++) {
      both += partial[own_slot + row * LANES + other];
    }
    let inverse = select(1.0 / both.x, 0.0, both.x == 0.0);
    for (var n = 0u; n < SHARE; n++) {
      if (query < shape.tokens && lane + n * LANES < QUADS) {
        let value = (*mixed)[row][n] * inverse;
        output[(query * shape.heads + head) * QUADS + lane + n * LANES] = value;
        let size = abs(value);
        largest[row] = max(largest[row], max(max(size.x, size.y), max(size.z, size.w)));
      }
    }
    if (query < shape.tokens && lane == 0) {
      rows[head * shape.tokens + query] = vec2f((*running)[row].peak, both.x);
      sums[head * shape.tokens + query] = both.y * inverse;
    }
  }
  let tally = tally_of(largest, own_query, group, lane);
  if (group + lane == 0) {
    tallies[head * tiles + tile] = tally;
  }
}
