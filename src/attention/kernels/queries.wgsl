// Queries fetched a step ahead, while those before them are at work; `scores.wgsl` does the same for keys.
const CARRIED_QUERIES = (QUERIES * QUADS + THREADS - 1) / THREADS;
alias CarriedQueries = array<vec4f, CARRIED_QUERIES>;

// Rows past the last token repeat it; nobody reads what comes of them.
fn fetched_queries(head: u32, first: u32, thread: u32) -> CarriedQueries {
  var carried: CarriedQueries;
  for (var i = 0u; i < CARRIED_QUERIES; i++) {
    let n = thread + i * THREADS;
    let token = min(first + n / QUADS, shape.tokens - 1);
    carried[i] = query_quad((head * shape.tokens + token) * QUADS + n % QUADS);
  }
  return carried;
}

fn store_queries(carried: CarriedQueries, thread: u32) {
  for (var i = 0u; i < CARRIED_QUERIES; i++) {
    let n = thread + i * THREADS;
    if (n < QUERIES * QUADS) {
      query_tile[n / QUADS * STRIDE + n % QUADS] = carried[i];
    }
  }
}
