/** How the tiles of the backward pass are shared out among the invocations of one workgroup. */
import type { Plan } from './plan.ts';

/** Few rows: an invocation keeps two sums where the forward pass keeps one. Else as in `plan.ts`. */
const plans: readonly Plan[] = [
  { threads: 64, lanes: 8, rows: 2 },
  { threads: 64, lanes: 8, rows: 1 },
  { threads: 32, lanes: 4, rows: 1 },
];
const softwarePlan: Plan = { threads: 16, lanes: 2, rows: 1 };

/** Workgroup memory in bytes that either kernel needs: tiles of queries and keys, and two of scores. */
export function gradientBytes({ threads, lanes, rows }: Plan, headSize: number): number {
  const stride = (headSize / 4) | 1;
  const queries = (threads / lanes) * rows;
  return 16 * stride * (queries + 4 * lanes) + 2 * 16 * queries * lanes;
}

/** The best plan for a device with so much workgroup memory; `software` where a CPU stands in for the GPU. */
export function gradientPlanFor(headSize: number, maxBytes: number, software: boolean): Plan {
  const found = software ? softwarePlan : plans.find((plan) => gradientBytes(plan, headSize) <= maxBytes);
  if (!found)
    throw new Error(`attention: expected at least 16384 bytes of workgroup memory, got ${maxBytes}`);
  return found;
}
