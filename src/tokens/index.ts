/** Text ↔ pieces. */
export type { Piece } from './pieces.ts';
export { createTokenizer, type Tokenizer } from './tokenizer.ts';
