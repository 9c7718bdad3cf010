/** Count, mean and central moments of the union of two sets of values, in float64. */

export interface Moments {
  readonly count: number;
  readonly mean: number;
  /** Σ (v − mean)², Σ (v − mean)³, Σ (v − mean)⁴. */
  readonly m2: number;
  readonly m3: number;
  readonly m4: number;
}

/** Moments of the union of two disjoint sets (Pébay 2008, Sandia report SAND2008-6212, section 2.1). */
export function joinMoments(a: Moments, b: Moments): Moments {
  if (a.count === 0) return b;
  if (b.count === 0) return a;
  const count = a.count + b.count;
  const p = a.count / count;
  const q = b.count / count;
  const d = b.mean - a.mean;
  const between = count * p * q;
  // Products, since a power costs more than all the rest here, and a long text joins 26,000 times.
  const square = d * d;
  return {
    count,
    mean: a.mean + d * q,
    m2: a.m2 + b.m2 + square * between,
    m3: a.m3 + b.m3 + square * d * between * (p - q) + 3 * d * (p * b.m2 - q * a.m2),
    m4:
      a.m4 +
      b.m4 +
      square * square * between * (p * p - p * q + q * q) +
      6 * square * (p * p * b.m2 + q * q * a.m2) +
      4 * d * (p * b.m3 - q * a.m3),
  };
}
