/** scaled-softpick: softpick of scores that grow with the logarithm of how many keys there are. */

import { expm1Code, softpickBody } from './expm1.ts';
import type { RuleRow } from './row.ts';
import code from './scaled-softpick.wgsl?raw';
import { softpick } from './softpick.ts';

/** The body counts the keys that a query sees, i + 1, by its row of the mask. */
export const scaledSoftpick: RuleRow<'scaled-softpick'> = {
  ...softpick,
  id: 'scaled-softpick',
  operator: 'ScaledSoftpick',
  title: 'scaled softpick',
  formula: 'softpick of sₕ · ln(q + 2) · x for query q = 0, 1, …',
  origin: 'Zuhri et al. 2025, eqs. 8–9',
  implementations: ['parallel_scaled_softpick_attn', 'naive_scaled_softpick_attn'],
  parameter: { tensor: 'attn.s', shape: (heads) => [heads, 1], mean: 0.3, deviation: 0.1 },
  queryScale: (query, s) => s * Math.log(query + 2),
  slopes: null,
  code: `${expm1Code}\n${code}`,
  body: [
    { op: 'ReduceSum', inputs: ['mask', 'last_axis'], outputs: ['keys_seen'], attributes: { keepdims: 1 } },
    { op: 'Add', inputs: ['keys_seen', 'one'], outputs: ['position'] },
    { op: 'Log', inputs: ['position'], outputs: ['growth'] },
    { op: 'Mul', inputs: ['growth', 'parameter'], outputs: ['factor'] },
    { op: 'Mul', inputs: ['scores', 'factor'], outputs: ['scaled'] },
    ...softpickBody('scaled'),
  ],
};
