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

fn load_keys(head: u32, first: u32, thread: u32) {
  let key_head = key_head_of(head);
  for (var n = thread; n < KEYS * QUADS; n += THREADS) {
    let token = min(first + n / QUADS, shape.tokens - 1);
    key_tile[n / QUADS * STRIDE + n % QUADS] = key_quad((key_head * shape.tokens + token) * QUADS + n % QUADS);
  }
}

// The four keys of a lane, counted from the first key of the tile.
fn keys_of(lane: u32) -> vec4u {
  return lane + vec4u(0, LANES, 2 * LANES, 3 * LANES);
}

// q·k/√D of the invocation's queries with its four keys. The sum runs over the channels in one fixed order, so that
// every kernel finds the same score.
fn tile_scores(group: u32, lane: u32) -> array<vec4f, ROWS> {
  var x: array<vec4f, ROWS>;
  let at = keys_of(lane) * STRIDE;
  for (var quad = 0u; quad < QUADS; quad++) {
    let a = key_tile[at.x + quad];
    let b = key_tile[at.y + quad];
    let c = key_tile[at.z + quad];
    let d = key_tile[at.w + quad];
    for (var row = 0u; row < ROWS; row++) {
      let each = query_tile[(group * ROWS + row) * STRIDE + quad];
      x[row] += vec4f(dot(each, a), dot(each, b), dot(each, c), dot(each, d));
    }
  }
  for (var row = 0u; row < ROWS; row++) {
    x[row] *= shape.scale;
  }
  return x;
}
