/** Text ↔ pieces. */
export { firstTokens } from './first-tokens.ts';
export type { Piece } from './pieces.ts';
export { createTokenizer, type Tokenizer } from './tokenizer.ts';
