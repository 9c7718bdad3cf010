/** The model card: what a model's folder says of itself, and the only thing that is fetched unverified. */

export interface CardFile {
  readonly path: string;
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** `card.json` of a model's folder. */
export interface ModelCard {
  readonly format: 1;
  readonly id: string;
  readonly title: string;
  readonly rule: string;
  readonly layers: number;
  readonly heads: number;
  readonly keyHeads: number;
  readonly headSize: number;
  readonly hidden: number;
  readonly vocabulary: number;
  /** Longest input in tokens, `<s>` included. */
  readonly longest: number;
  readonly parameters: number;
  /** How the weights are stored; they are always computed with in f32. */
  readonly weights: 'f16' | 'f32';
  /** Sum over `files`. */
  readonly bytes: number;
  /** graph.onnx, the weights in the order in which the segments need them, tokenizer.json, tokenizer_config.json. */
  readonly files: readonly CardFile[];
  readonly licence: string;
  readonly origin: string;
}
