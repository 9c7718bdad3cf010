/**
 * What an attention operator takes, keeps and answers, in whichever place it runs.
 *
 * Shapes: T tokens, H query heads, K key/value heads (H is a multiple of K), D head size, P positions.
 * `B` is where numbers live: `GPUBuffer` on WebGPU, `Float32Array` without it.
 */
import type { Palette } from './palette.ts';
import type { RuleId } from './rules.ts';

export interface LayerShape {
  readonly tokens: number;
  readonly heads: number;
  readonly keyHeads: number;
  readonly headSize: number;
}

/** How q and k are kept: `f16` takes half the memory and rounds them, before any score is computed. */
export type Precision = 'f32' | 'f16';

export interface LayerInput<B> {
  readonly shape: LayerShape;
  readonly rule: RuleId;
  /** f32 unless it says otherwise. */
  readonly precision?: Precision | undefined;
  /** [T, (H + 2K)·D]: per token all query heads, then all key heads, then all value heads; before RoPE. */
  readonly qkv: B;
  /** [P, D/2], P ≥ T: cosine of position × frequency (half-split rotary embedding, Su et al. 2021). */
  readonly cos: B;
  /** [P, D/2] */
  readonly sin: B;
  /** [H]: the number s of each head, for the rules that have one, and for no other. */
  readonly parameter?: B | undefined;
}

/** What a layer leaves behind: any weight can be recomputed from it, exactly. */
export interface KeptLayer<B> {
  readonly shape: LayerShape;
  readonly rule: RuleId;
  readonly precision: Precision;
  /** [H, T, D], after RoPE, times what the rule multiplies each query's scores by. */
  readonly q: B;
  /** [K, T, D], after RoPE. On the GPU two f16 share a word. */
  readonly k: B;
  /** [H, T, 2]: M, the peak that the row was shifted by, and ℓ, the denominator after the shift, ε included. */
  readonly rows: B;
  /** [H, T]: the sum of the row's weights. */
  readonly sums: B;
  /**
   * [H, R, 2]: each head's tokens in R runs; of each run the largest |head output|, and how many tokens have none of
   * 1e-6 or more. R is the implementation's own.
   */
  readonly tallies: B;
}

export interface Attended<B> {
  readonly kept: KeptLayer<B>;
  /** [T, H·D]: the heads' outputs, the input of the output projection; the caller's to free. */
  readonly output: B;
}

/** A few numbers per head, reduced where the data are. Every array is indexed by head first. */
export interface Survey {
  readonly tokens: number;
  /** [H, T]: mean over all T query rows of the weight on each key; [h, 0] is the sink candidate. */
  readonly columnMean: Float32Array;
  /** [H]: mean and least sum of a row's weights. */
  readonly rowSumMean: Float32Array;
  readonly rowSumMin: Float32Array;
  /** [H]: exact zeros in the lower triangle, diagonal included. */
  readonly zero: Uint32Array;
  /** [H]: the same after rounding to f16 (|a| ≤ 2⁻²⁵ becomes 0). */
  readonly zero16: Uint32Array;
  /** [H]: largest weight of the head. */
  readonly weightMax: Float32Array;
  /** [H]: largest |head output| over tokens and channels. */
  readonly outputMax: Float32Array;
  /** [H]: share of tokens whose largest |head output| is below 1e-6. */
  readonly off: Float32Array;
  /** [H]: rows whose weights sum to more than nothing, 2⁻¹²⁶; the others have no part in `entropy` and `distance`. */
  readonly rowsWithWeight: Uint32Array;
  /** [H]: −Σ p ln p in nats, p being the row divided by its sum; mean over the rows with weight, 0 without any. */
  readonly entropy: Float32Array;
  /** [H]: Σ p · (query − key) in tokens; mean over the same rows. */
  readonly distance: Float32Array;
  /** [H]: weight on the token before the query, mean over all rows but the first; 0 for a single token. */
  readonly previous: Float32Array;
  /** [H]: weight on the query itself, mean over all rows. */
  readonly self: Float32Array;
}

export type Scale = 'linear' | 'sqrt' | 'log';

/** Where a head stands among the layers that a picture is drawn from. */
export interface HeadPlace {
  readonly layer: number;
  readonly head: number;
}

/** One head's map, or a rectangle of it, drawn into a rectangle of the picture. `Other` names what is taken away. */
export interface Tile<Other extends HeadPlace = HeadPlace> extends HeadPlace {
  /**
   * The head whose weights are taken away from this one's, if any: a pixel then shows a difference, above 0 where this
   * head's weight is the larger. It may have another rule and another head size, and has as many tokens.
   */
  readonly minus?: Other | undefined;
  /** Pixels in the picture. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Half-open ranges of queries (rows) and keys (columns). */
  readonly queries: readonly [from: number, to: number];
  readonly keys: readonly [from: number, to: number];
  /** The weight that gets the last colour: 1 for a scale shared by all heads. Of a difference minus it gets the first. */
  readonly limit: number;
}

/**
 * What to draw. Where several cells fall on one pixel, the largest weight wins, or the difference with the largest
 * absolute value, of two such the one above 0; pixels of no tile are clear.
 * Tiles lie inside the picture and do not overlap. Pixel p of a tile that shows n cells on w pixels covers the
 * cells from ⌊p·n/w⌋ up to, not with, ⌈(p + 1)·n/w⌉.
 */
export interface PictureRequest<Other extends HeadPlace = HeadPlace> {
  readonly width: number;
  readonly height: number;
  readonly tiles: readonly Tile<Other>[];
  readonly scale: Scale;
  readonly palette: Palette;
}

/** What the backward pass of a layer starts from: the numbers that `attend` kept and got, and one gradient. */
export interface GradientInput<B> {
  readonly kept: Pick<KeptLayer<B>, 'shape' | 'rule' | 'precision' | 'q' | 'k' | 'rows'>;
  /** As `attend` got it; only the value heads are read. */
  readonly qkv: B;
  /** dO [T, H·D]: the derivative of some number by the heads' outputs. */
  readonly output: B;
}

/** The derivatives of the same number by a layer's queries, keys and values; always f32 on the GPU. */
export interface LayerGradient<B> {
  readonly shape: LayerShape;
  readonly rule: RuleId;
  readonly precision: Precision;
  /** [H, T, D]: by q as kept, after RoPE. */
  readonly q: B;
  /** [K, T, D]: by k as kept, after RoPE; all query heads of a key head added up. */
  readonly k: B;
  /** [K, T, D] */
  readonly v: B;
}

/** The operator's backward pass, for the rules without a parameter; asking it of another throws. */
export interface Gradient<B> {
  /** Compiles what layers of this kind need; they can be differentiated when it has resolved. */
  prepare(rule: RuleId, headSize: number, precision?: Precision): Promise<void>;
  /** Runs one layer. The input may be overwritten as soon as this returns. */
  differentiate(input: GradientInput<B>): LayerGradient<B>;
  /** Back through RoPE, whose tables are `attend`'s: the derivative by qkv [T, (H + 2K)·D]. */
  rotateBack(gradient: LayerGradient<B>, cos: B, sin: B): B;
  /** Frees any of what it gave. */
  release(numbers: readonly B[]): void;
}

/** The operator: forward, and questions about what it kept. The two implementations agree exactly in contract. */
export interface Operator<B> {
  /** Compiles what layers of this kind need; they can be attended when it has resolved. */
  prepare(rule: RuleId, headSize: number, precision?: Precision): Promise<void>;
  /** Runs one layer. The input may be overwritten as soon as this returns. */
  attend(input: LayerInput<B>): Attended<B>;
  /** One pass over all layers, read back once. */
  survey(layers: readonly KeptLayer<B>[]): Promise<readonly Survey[]>;
  picture(layers: readonly KeptLayer<B>[], request: PictureRequest): Promise<ImageBitmap>;
  /** [T]: the weights of one query; keys after it are 0. */
  row(layer: KeptLayer<B>, head: number, query: number): Promise<Float32Array>;
  /** [T]: the weight of each query on one key; queries before it are 0. */
  column(layer: KeptLayer<B>, head: number, key: number): Promise<Float32Array>;
  /** [T]: the sum of each query's weights. */
  rowSums(layer: KeptLayer<B>, head: number): Promise<Float32Array>;
  /** Frees what the layers hold. */
  release(layers: readonly KeptLayer<B>[]): void;
}
