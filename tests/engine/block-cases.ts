/** The toys in 8 and 4 bits that are tried on WebGPU: made in Node, fetched by the page. */
import type { Kind, Shape } from '../../models/random/shapes.ts';

export interface BlockCase {
  readonly name: string;
  readonly weights: 'int8' | 'int4';
  readonly shape: Shape;
  readonly kind: Partial<Kind>;
  /** Fewer than four rows are multiplied by another kernel of ONNX Runtime's than more. */
  readonly tokens: readonly number[];
}

/** What the oracle gives. */
export interface Wanted {
  readonly ids: readonly number[];
  readonly lastLogits: readonly number[];
  /** [L][H] */
  readonly zero: readonly (readonly number[])[];
}

/** Three blocks wide, and 5.5. */
const even: Shape = {
  ...{ layers: 2, hidden: 96, heads: 4, intermediate: 176 },
  ...{ vocabulary: 258, longest: 64 },
};

/** No size is a multiple of a block's, and one is odd. */
const odd: Shape = { ...even, hidden: 80, intermediate: 101, vocabulary: 259 };

const tokens = [3, 5, 33];

export const blockCases: readonly BlockCase[] = [
  { name: 'eight', weights: 'int8', shape: even, kind: { keyHeads: 2, tied: true }, tokens },
  {
    ...{ name: 'eight-gated', weights: 'int8', shape: even, tokens },
    kind: { rule: 'softmax', gated: true, keyHeads: 1 },
  },
  { name: 'eight-odd', weights: 'int8', shape: odd, kind: {}, tokens },
  { name: 'four', weights: 'int4', shape: even, kind: { rule: 'rectified' }, tokens },
  { name: 'four-odd', weights: 'int4', shape: odd, kind: { tied: true, keyHeads: 2 }, tokens },
];
