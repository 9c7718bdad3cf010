// Steps over tiles of scores that have no weight, by the bits that the forward pass has noted.

@group(0) @binding(8) var<storage, read> weighing_tiles: array<u32>;

// Whether any query before `query_to` sees any key before `key_to`, both from a tile's first on, and may give it weight.
fn may_have_weight(head: u32, first_query: u32, query_to: u32, first_key: u32, key_to: u32) -> bool {
  for (var down = first_query / QUERIES; down * QUERIES < query_to; down++) {
    let seen_to = min(key_to, min((down + 1) * QUERIES, shape.tokens));
    for (var across = first_key / KEYS; across * KEYS < seen_to; across++) {
      let bits = weighing_tiles[weighing_word(head, down, across / 32)];
      if ((bits & (1u << (across % 32))) != 0) {
        return true;
      }
    }
  }
  return false;
}

// The first of the queries query, query + QUERIES, … from which on a tile may have weight; else `query_to` or later.
fn next_query(head: u32, query: u32, query_to: u32, first_key: u32, key_to: u32) -> u32 {
  var next = query;
  while (next < query_to) {
    if (may_have_weight(head, next, min(next + QUERIES, query_to), first_key, min(first_key + KEYS, key_to))) {
      break;
    }
    next += QUERIES;
  }
  return next;
}
