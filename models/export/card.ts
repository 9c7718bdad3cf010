/** `card.json`: what the exported folder says of itself. The page refuses a folder whose files differ from it. */
import type { Config } from './config.ts';
import type { Stored } from './matrices.ts';
import type { WrittenFile } from './weights.ts';

export interface CardWords {
  readonly id: string;
  readonly title: string;
  readonly licence: string;
  readonly origin: string;
}

export interface CardNumbers {
  readonly parameters: number;
  readonly weights: Stored;
  /** In the order in which they are loaded. */
  readonly files: readonly WrittenFile[];
}

export function cardText(
  config: Config,
  words: CardWords,
  { parameters, weights, files }: CardNumbers,
): string {
  const { rule, layers, heads, keyHeads, headSize, hidden, vocabulary, longest, gated } = config;
  const card = {
    format: 1,
    id: words.id,
    title: words.title,
    rule,
    ...(gated && { gated }),
    layers,
    heads,
    keyHeads,
    headSize,
    hidden,
    vocabulary,
    longest,
    parameters,
    weights,
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    files,
    licence: words.licence,
    origin: words.origin,
  };
  return `${JSON.stringify(card, null, 2)}\n`;
}
