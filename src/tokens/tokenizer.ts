/** A tokenizer from the two JSON files of a model's folder, by way of Transformers.js; nothing is fetched. */
import { fromByteLevel, fromSentencePiece } from './alphabet.ts';
import { type Piece, textOf, visibleOf } from './pieces.ts';

export interface Tokenizer {
  /**
   * With the tokens that the tokenizer itself adds, such as `<s>` in front, unless `start` is false. Lone surrogates
   * count as U+FFFD.
   */
  encode(text: string, start?: boolean): readonly Piece[];
  /** Ids without a token, as in a vocabulary padded to a round size, are named by their number. */
  piece(id: number): Piece;
  /**
   * UTF-8 of what the token stands for; none for special tokens. One after another they give the text back,
   * behind a space where the tokenizer puts one in front of every text (SentencePiece).
   */
  bytes(id: number): Uint8Array;
}

/** What is read here of a `tokenizer.json`. */
interface TokenizerJson {
  readonly pre_tokenizer: unknown;
  readonly normalizer: unknown;
  readonly decoder: unknown;
  readonly added_tokens: readonly {
    readonly id: number;
    readonly content: string;
    readonly special: boolean;
  }[];
}

/** Throws unless the vocabulary is byte-level (GPT-2, Llama 3) or SentencePiece's (Llama 2, Mistral). */
export async function createTokenizer(tokenizerJson: unknown, tokenizerConfig: unknown): Promise<Tokenizer> {
  const { PreTrainedTokenizer } = await loadTransformers();
  const read = () => {
    try {
      return new PreTrainedTokenizer(tokenizerJson as object, tokenizerConfig as object);
    } catch (error) {
      throw new Error(
        `tokens: expected a tokenizer.json and its tokenizer_config.json, got one that says ${error}`,
      );
    }
  };
  const tokenizer = read();
  const json = tokenizerJson as TokenizerJson;
  const spelt = spellingOf(json);
  const added = new Map(json.added_tokens.map((token) => [token.id, token]));
  const names = new Map(Array.from(tokenizer.get_vocab(), ([name, id]: [string, number]) => [id, name]));

  const bytes = (id: number): Uint8Array => {
    const name = names.get(id);
    const token = added.get(id);
    if (name === undefined || token?.special) return new Uint8Array();
    return token ? new TextEncoder().encode(token.content) : spelt(name);
  };
  const piece = (id: number): Piece => {
    const name = names.get(id) ?? `<${id}>`;
    if (!names.has(id) || added.get(id)?.special) return { id, text: name, visible: name, special: true };
    const text = textOf(bytes(id));
    return { id, text, visible: visibleOf(text), special: false };
  };
  const encode = (text: string, start = true) =>
    tokenizer.encode(text, { add_special_tokens: start }).map(piece);
  return { bytes, piece, encode };
}

/**
 * Transformers.js comes with an ONNX Runtime of its own, which it would point at a content delivery network.
 * Tokenizers need none: a runtime that it finds in place, even an empty one, it leaves alone.
 */
function loadTransformers(): Promise<typeof import('@huggingface/transformers')> {
  const place = globalThis as { [runtime: symbol]: unknown };
  place[Symbol.for('onnxruntime')] ??= {};
  return import('@huggingface/transformers');
}

function spellingOf({ pre_tokenizer, normalizer, decoder }: TokenizerJson): (token: string) => Uint8Array {
  const parts = JSON.stringify([pre_tokenizer, normalizer, decoder]);
  if (parts.includes('"ByteLevel"')) return fromByteLevel;
  if (parts.includes('▁')) return fromSentencePiece;
  throw new Error(`tokens: expected a byte-level or SentencePiece tokenizer, got ${parts.slice(0, 200)}`);
}
