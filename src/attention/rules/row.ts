/**
 * One row of the table of rules: how scores x_j of one query become weights.
 *
 * Every rule has one form: weight_j = numerator(x_j, M) / (Σ denominator(x_i, M) + extra(M, s)), 0/0 read as 0,
 * where the peak M = max(peakFloor(s), max x) keeps every exponential at most 1, and s is a number that the head may
 * have of its own. x has been multiplied by queryScale. Whatever depends on s or on the query ends in q, M and ℓ, so
 * that these suffice to find any weight again.
 */

/** One standard ONNX node of the operator's function body. */
export interface BodyNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
}

/** A scalar f32 constant that a body names among its inputs. */
export interface BodyConstant {
  readonly name: string;
  readonly value: number;
}

/** The tensor `model.layers.N.‹tensor›` of a checkpoint, one number s a head. */
export interface HeadParameter {
  readonly tensor: string;
  readonly shape: (heads: number) => readonly number[];
  /** Of random ones: far enough apart that a mistaken head is noticed. */
  readonly mean: number;
  readonly deviation: number;
}

/** Derivatives by x, M held; where x = 0 is a kink, one side's, as eq. 7 of the paper chooses for softpick. */
export interface Slopes {
  readonly numerator: (x: number, peak: number) => number;
  readonly denominator: (x: number, peak: number) => number;
}

export interface RuleRow<Id extends string> {
  readonly id: Id;
  /** The op type of its node in the domain `ai.softpick`. */
  readonly operator: string;
  readonly title: string;
  /** For people, in plain text. */
  readonly formula: string;
  readonly origin: string;
  readonly rowSum: string;
  /** The names that `attn_impl` has for it in checkpoints, the usual one first. */
  readonly implementations: readonly string[];
  /** Null where heads have none; s is then 0. */
  readonly parameter: HeadParameter | null;
  /** What the scores of a query, counted from 0, are multiplied by. */
  readonly queryScale: (query: number, s: number) => number;
  /** M starts here: at 0 where the rule has a constant in it, else at or near −∞. */
  readonly peakFloor: (s: number) => number;
  readonly numerator: (x: number, peak: number) => number;
  readonly denominator: (x: number, peak: number) => number;
  readonly extra: (peak: number, s: number) => number;
  /** What the backward pass needs; null where heads have a parameter, whose own derivative is not written. */
  readonly slopes: Slopes | null;
  /** WGSL: the functions above in f32 and snake_case, the slopes as `numerator_slope` and `denominator_slope`. */
  readonly code: string;
  /**
   * From `scores` [K, H/K, T, T], the 0/1 `mask` [T, T], `last_axis` and, if there is one, `parameter` [K, H/K, 1, 1]
   * to `weights` (same shape as scores).
   */
  readonly body: readonly BodyNode[];
  readonly constants: readonly BodyConstant[];
}

export const unscaled = () => 1;
