/** What a run measured, before it is given names: the input of every metric. */

/** Shapes: L layers, H heads, T tokens. Structurally what the engine's trace gives. */
export interface Measured {
  readonly model: string;
  readonly text: string;
  readonly rule: string;
  readonly heads: number;
  readonly ids: readonly number[];
  /** How q and k were kept: f16 if they were rounded before any score was computed. */
  readonly precision: 'f32' | 'f16';
  /** [L], each as `Survey` of the attention room. */
  readonly layers: readonly MeasuredLayer[];
  /** Embeddings, the outputs of blocks 1..L, the final-RMSNorm output: L + 2 in all. */
  readonly hidden: readonly HiddenStatistics[];
  /** [T − 1] nats: −ln p(token i + 1 | tokens 0..i). */
  readonly losses: Float32Array;
  /** [V] logits after the last token. */
  readonly lastLogits: Float32Array;
}

export interface MeasuredLayer {
  readonly tokens: number;
  readonly columnMean: Float32Array;
  readonly rowSumMean: Float32Array;
  readonly rowSumMin: Float32Array;
  readonly zero: Uint32Array;
  readonly zero16: Uint32Array;
  readonly weightMax: Float32Array;
  readonly outputMax: Float32Array;
  readonly off: Float32Array;
  readonly rowsWithWeight: Uint32Array;
  readonly entropy: Float32Array;
  readonly distance: Float32Array;
  readonly previous: Float32Array;
  readonly self: Float32Array;
}

/** Of all T·hidden values of one state. */
export interface HiddenStatistics {
  readonly min: number;
  readonly max: number;
  /** Lower quartile, median, upper quartile, linear between neighbours. */
  readonly quartiles: readonly [number, number, number];
  readonly count: number;
  readonly mean: number;
  /** Σ (v − mean)², Σ (v − mean)³, Σ (v − mean)⁴. */
  readonly m2: number;
  readonly m3: number;
  readonly m4: number;
}
