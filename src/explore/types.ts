/** What can be asked of the machine, and what it answers. The worker's client has the same type. */
import type { HeadPlace, ModelCard, PictureRequest } from '#engine';
import type { Report } from '#metrics';
import type { Piece } from '#tokens';

/** What a model is asked about. */
export interface Asked {
  readonly text: string;
  /** Whether the token that the tokenizer puts in front of a text, such as `<s>`, stands there. */
  readonly start: boolean;
}

export interface Question extends Asked {
  /** Which pane asks: a newer question of a pane replaces its older answer. */
  readonly pane: number;
  /** How many panes there are: what is kept for others is freed. */
  readonly panes: number;
  readonly model: string;
}

export interface Answer {
  /** Names what the machine keeps for pictures and rows, until the pane's next answer is complete. */
  readonly serial: number;
  readonly card: ModelCard;
  /** As it was asked: whether the tokenizer's own token stands in front. */
  readonly start: boolean;
  readonly pieces: readonly Piece[];
  readonly report: Report;
  /** [L][H]: largest weight of each head, for a scale of its own. */
  readonly weightMax: readonly (readonly number[])[];
  /** [T − 1] nats. */
  readonly losses: readonly number[];
  readonly engine: Engine;
  /** From the question to this answer, loading left out. */
  readonly milliseconds: number;
}

/** Where the attention ran. */
export interface Engine {
  readonly kind: 'webgpu' | 'wasm';
  /** The adapter's name, or why there is none. */
  readonly note: string;
}

/** Bytes over all files of all models asked for. */
export interface Progress {
  readonly loaded: number;
  readonly total: number;
  /** Whether any byte came over the network. */
  readonly network: boolean;
}

/** What a map adds up to along its two sides. */
export interface Edges {
  /** [T] the sum of each query's weights. */
  readonly rowSums: Float32Array;
  /** [T] mean weight that each key receives over all T queries. */
  readonly columnMeans: Float32Array;
}

/** A head that is taken away: of the answer that is drawn, or of another pane's. */
export interface HeadOfAnswer extends HeadPlace {
  readonly serial?: number | undefined;
}

/** Of an answer: a tile may be the difference from another answer with as many tokens. */
export type AnswerPicture = PictureRequest<HeadOfAnswer>;

export interface Explorer {
  /** The models that the site offers. */
  models(): Promise<readonly ModelCard[]>;
  ask(
    question: Question,
    hooks: { signal: AbortSignal; onProgress: (progress: Progress) => void },
  ): Promise<Answer>;
  /** Null if that answer, or one that is taken away from it, is no longer kept. */
  picture(serial: number, request: AnswerPicture): Promise<ImageBitmap | null>;
  /** The longest beginning of the text that the model takes. */
  cut(model: string, asked: Asked): Promise<string>;
  /** [T] weights of one query; null if that answer is no longer kept. */
  row(serial: number, layer: number, head: number, query: number): Promise<Float32Array | null>;
  /** [T] weight that each query puts on that key, 0 for queries before it; null if that answer is no longer kept. */
  column(serial: number, layer: number, head: number, key: number): Promise<Float32Array | null>;
  /** Null if that answer is no longer kept. */
  edges(serial: number, layer: number, head: number): Promise<Edges | null>;
}
