// What the two kernels of the backward pass share.

@group(0) @binding(4) var<storage, read> rows: array<vec2f>;    // [H, T]: M, ℓ
@group(0) @binding(5) var<storage, read> given: array<vec4f>;   // dO [T, H, D/4]

struct Row {
  peak: f32,      // M
  inverse: f32,   // 1/ℓ, or 0 where the row is empty
}

// Of a query past the last token, the last one's.
fn row_of(head: u32, query: u32) -> Row {
  let row = rows[head * shape.tokens + min(query, shape.tokens - 1)];
  return Row(row.x, select(1.0 / row.y, 0.0, row.y == 0.0));
}

// In the place of the queries, as values take the place of the keys.
fn load_given(head: u32, first: u32, thread: u32) {
  for (var n = thread; n < QUERIES * QUADS; n += THREADS) {
    let token = min(first + n / QUADS, shape.tokens - 1);
    query_tile[n / QUADS * STRIDE + n % QUADS] = given[(token * shape.heads + head) * QUADS + n % QUADS];
  }
}

struct Cells {
  gains: array<vec4f, ROWS>,
  scores: array<vec4f, ROWS>,
}

// Of an invocation's cells; leaves queries and keys in their tiles. The gains dO·v are divided by √D as the scores are:
// a derivative by a score is linear in them, and owes q or k just this factor.
fn cells_of(head: u32, first_query: u32, first_key: u32, thread: u32) -> Cells {
  var both: Cells;
  workgroupBarrier();
  load_given(head, first_query, thread);
  store_tile(fetched_values(head, first_key, thread), thread);
  workgroupBarrier();
  both.gains = tile_scores(thread / LANES, thread % LANES);
  workgroupBarrier();
  load_queries(head, first_query, thread);
  load_keys(head, first_key, thread);
  workgroupBarrier();
  both.scores = tile_scores(thread / LANES, thread % LANES);
  return both;
}
