/** The shapes of random checkpoints, and the tensors of an fla `transformer` of such a shape. */

import { type RuleId, ruleNamed } from '#attention';

export interface Shape {
  readonly layers: number;
  readonly hidden: number;
  readonly heads: number;
  /** As it stands in config.json; null means two thirds of 4 · hidden, up to a multiple of 256. */
  readonly intermediate: number | null;
  readonly vocabulary: number;
  readonly longest: number;
}

/** `tiny` is that of the shipped models but for the vocabulary, `340m` that of the published ones. */
export const shapes: Readonly<Record<string, Shape>> = {
  toy: { layers: 2, hidden: 64, heads: 4, intermediate: 176, vocabulary: 258, longest: 512 },
  tiny: { layers: 8, hidden: 256, heads: 8, intermediate: 704, vocabulary: 258, longest: 512 },
  '340m': { layers: 24, hidden: 1024, heads: 16, intermediate: null, vocabulary: 32000, longest: 4096 },
};

export interface Tensor {
  readonly name: string;
  /** Linear weights are [out, in]. */
  readonly shape: readonly number[];
  readonly mean: number;
  readonly deviation: number;
}

/** What a checkpoint of a shape may differ in. */
export interface Kind {
  readonly rule: RuleId;
  readonly gated: boolean;
  readonly keyHeads: number;
  readonly tied: boolean;
}

export function intermediateOf({ intermediate, hidden }: Shape): number {
  return intermediate ?? Math.ceil(Math.trunc((hidden * 4 * 2) / 3) / 256) * 256;
}

/**
 * In the order of the model. Deviations keep normed inputs at variance 1, so that scores are about N(0, 1): softpick
 * heads are neither silent nor even. Projections back into the residual are smaller, by their number (Radford et al.
 * 2019); logits have a deviation of 2; gains differ from 1, so that one left out is noticed.
 */
export function tensorsOf(shape: Shape, { rule, gated, keyHeads, tied }: Kind): readonly Tensor[] {
  const { layers, hidden, heads, vocabulary } = shape;
  const { parameter } = ruleNamed(rule);
  const inner = intermediateOf(shape);
  const keys = (hidden / heads) * keyHeads;
  const linear = (name: string, out: number, width: number, scale = 1): Tensor => ({
    name: `${name}.weight`,
    shape: [out, width],
    mean: 0,
    deviation: scale / Math.sqrt(width),
  });
  const gain = (name: string): Tensor => ({
    name: `${name}.weight`,
    shape: [hidden],
    mean: 1,
    deviation: 0.1,
  });
  const back = 1 / Math.sqrt(2 * layers);
  return [
    linear('model.embeddings', vocabulary, hidden, 2),
    ...Array.from({ length: layers }, (_, layer) => `model.layers.${layer}`).flatMap((at) => [
      gain(`${at}.attn_norm`),
      linear(`${at}.attn.q_proj`, gated ? 2 * hidden : hidden, hidden),
      linear(`${at}.attn.k_proj`, keys, hidden),
      linear(`${at}.attn.v_proj`, keys, hidden),
      linear(`${at}.attn.o_proj`, hidden, hidden, back),
      ...(parameter
        ? [
            {
              name: `${at}.${parameter.tensor}`,
              shape: parameter.shape(heads),
              mean: parameter.mean,
              deviation: parameter.deviation,
            },
          ]
        : []),
      gain(`${at}.mlp_norm`),
      linear(`${at}.mlp.gate_proj`, inner, hidden),
      linear(`${at}.mlp.up_proj`, inner, hidden),
      linear(`${at}.mlp.down_proj`, hidden, inner, back),
    ]),
    gain('model.norm'),
    ...(tied ? [] : [linear('lm_head', vocabulary, hidden, 2)]),
  ];
}
