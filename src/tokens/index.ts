/** Text ↔ pieces. */
export type { Piece } from './pieces.ts';
