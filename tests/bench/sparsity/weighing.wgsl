// The bits of tiles of scores that may have weight: [H, query tiles, words], 32 tiles of keys to a word.

fn weighing_word(head: u32, tile_row: u32, word: u32) -> u32 {
  let query_tiles = (shape.tokens + QUERIES - 1) / QUERIES;
  let words = (shape.tokens + 32 * KEYS - 1) / (32 * KEYS);
  return (head * query_tiles + tile_row) * words + word;
}
