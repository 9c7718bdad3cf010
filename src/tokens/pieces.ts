/** A token as the page shows it. */
export interface Piece {
  readonly id: number;
  /** The characters it stands for; special tokens by their name. */
  readonly text: string;
  /** Leading space ·, newline ↵, tab ⇥, a broken byte <0xE5>. */
  readonly visible: string;
  readonly special: boolean;
}
