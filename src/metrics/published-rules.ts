/** What the paper's authors found for each rule, to hold models of ours against. */

/** Shares as fractions of 1. */
export interface PublishedRule {
  /** A rule's id, or `gated` for softmax with a gate behind it. */
  readonly rule: string;
  readonly sink02: number;
  readonly sink03: number;
  readonly kurt: number;
  /** Exact zeros after rounding to f16. */
  readonly zero16: number;
}

/** Table 3 of Zuhri et al. 2025, from the authors' raw files: 340M shape, 10,000 training steps, T = 256. */
export const publishedRules: readonly PublishedRule[] = [
  row('softmax', 0.4797, 0.3489, 6453, 0.0016),
  row('softpick', 0.0002, 0, 282, 0.9274),
  row('rectified', 0.3308, 0.256, 11055, 0.607),
  row('relu-softpick', 0.0816, 0.0456, 453, 0.2908),
  row('scaled-softpick', 0.0001, 0, 171, 0.9195),
  row('softmax-plus-one', 0.2438, 0.1636, 574, 0.0012),
  row('softmax-sink', 0.1934, 0.0878, 1800, 0.0005),
  row('gated', 0.05, 0.02, 136, 0.0073),
];

function row(rule: string, sink02: number, sink03: number, kurt: number, zero16: number): PublishedRule {
  return { rule, sink02, sink03, kurt, zero16 };
}
