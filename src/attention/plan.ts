/** How a tile of scores is shared out among the invocations of one workgroup. */

export interface Plan {
  /** Invocations of a workgroup: a power of two. */
  readonly threads: number;
  /** Invocations that share a query: a power of two; a tile has four keys for each. */
  readonly lanes: number;
  /** Queries that an invocation owns. */
  readonly rows: number;
}

/** The one preferred first; the last fits 16 KiB, what every device has, at every head size. */
const plans: readonly Plan[] = [
  { threads: 128, lanes: 8, rows: 2 },
  { threads: 64, lanes: 8, rows: 2 },
  { threads: 64, lanes: 8, rows: 1 },
  { threads: 32, lanes: 4, rows: 1 },
];

/** SwiftShader clears workgroup memory by one instruction a word, so that a large tile compiles for seconds. */
const softwarePlan: Plan = { threads: 16, lanes: 2, rows: 1 };

/** Workgroup memory in bytes that the greediest kernel needs; the sizes are those of `scores.wgsl` and its users. */
export function workgroupBytes({ threads, lanes, rows }: Plan, headSize: number): number {
  const queries = (threads / lanes) * rows;
  const stride = (headSize / 4) | 1;
  const tiles = 16 * stride * (queries + 4 * lanes);
  const forward = queries * lanes * (16 + 8);
  const survey = threads * (16 + 32);
  const picture = 4 * 16 ** 2;
  return tiles + Math.max(forward, survey, picture);
}

/** The best plan for a device with so much workgroup memory; `software` where a CPU stands in for the GPU. */
export function planFor(headSize: number, maxBytes: number, software: boolean): Plan {
  const found = software ? softwarePlan : plans.find((plan) => workgroupBytes(plan, headSize) <= maxBytes);
  if (!found)
    throw new Error(`attention: expected at least 16384 bytes of workgroup memory, got ${maxBytes}`);
  return found;
}
