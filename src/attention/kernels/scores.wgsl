// The scores of a tile of QUERIES × KEYS, the work of one workgroup.
// Invocation (group, lane) owns the queries group·ROWS + 0, 1, … and the keys lane + {0, 1, 2, 3}·LANES of the tile.

const GROUPS = THREADS / LANES;
const QUERIES = GROUPS * ROWS;
const KEYS = 4 * LANES;
const QUADS = HEAD_SIZE / 4;
// Odd, so that the rows which the lanes read together start in different memory banks.
const STRIDE = QUADS | 1;

var<workgroup> query_tile: array<vec4f, QUERIES * STRIDE>;
var<workgroup> key_tile: array<vec4f, KEYS * STRIDE>;

fn key_head_of(head: u32) -> u32 {
  return head / (shape.heads / shape.key_heads);
}

// Rows past the last token repeat it; nobody reads what comes of them.
fn load_queries(head: u32, first: u32, thread: u32) {
  for (var n = thread; n < QUERIES * QUADS; n += THREADS) {
    let token = min(first + n / QUADS, shape.tokens - 1);
    query_tile[n / QUADS * STRIDE + n % QUADS] = query_quad((head * shape.tokens + token) * QUADS + n % QUADS);
  }
}

// Of a tile of keys or values an invocation carries the quads thread + {0, 1, …}·THREADS, row by row.
const CARRIED = (KEYS * QUADS + THREADS - 1) / THREADS;
alias Carried = array<vec4f, CARRIED>;

fn fetched_keys(head: u32, first: u32, thread: u32) -> Carried {
  let row = key_head_of(head) * shape.tokens;
  var carried: Carried;
  for (var i = 0u; i < CARRIED; i++) {
    let n = thread + i * THREADS;
    carried[i] = key_quad((row + min(first + n / QUADS, shape.tokens - 1)) * QUADS + n % QUADS);
  }
  return carried;
}

fn store_tile(carried: Carried, thread: u32) {
  for (var i = 0u; i < CARRIED; i++) {
    let n = thread + i * THREADS;
    if (n < KEYS * QUADS) {
      key_tile[n / QUADS * STRIDE + n % QUADS] = carried[i];
    }
  }
}

fn load_keys(head: u32, first: u32, thread: u32) {
  store_tile(fetched_keys(head, first, thread), thread);
}

// The four keys of a lane, counted from the first key of the tile.
fn keys_of(lane: u32) -> vec4u {
  return lane + vec4u(0, LANES, 2 * LANES, 3 * LANES);
}

// q·k/√D of the invocation's queries with its four keys. The sum runs over the channels in one fixed order, so that
// every kernel finds the same score. The remainders change nothing: they tell the compiler that no index is outside.
fn tile_scores(group: u32, lane: u32) -> array<vec4f, ROWS> {
  var x: array<vec4f, ROWS>;
  let query = group % GROUPS * ROWS * STRIDE;
  let key = lane % LANES * STRIDE;
  for (var quad = 0u; quad < QUADS; quad++) {
    let a = key_tile[key + quad];
    let b = key_tile[key + LANES * STRIDE + quad];
    let c = key_tile[key + 2 * LANES * STRIDE + quad];
    let d = key_tile[key + 3 * LANES * STRIDE + quad];
    for (var row = 0u; row < ROWS; row++) {
      let each = query_tile[query + row * STRIDE + quad];
      x[row] = fma(vec4f(each.x), vec4f(a.x, b.x, c.x, d.x), x[row]);
      x[row] = fma(vec4f(each.y), vec4f(a.y, b.y, c.y, d.y), x[row]);
      x[row] = fma(vec4f(each.z), vec4f(a.z, b.z, c.z, d.z), x[row]);
      x[row] = fma(vec4f(each.w), vec4f(a.w, b.w, c.w, d.w), x[row]);
    }
  }
  for (var row = 0u; row < ROWS; row++) {
    x[row] *= shape.scale;
  }
  return x;
}
