/** Kurtosis: how far outliers of the hidden states stand out, pooled as the paper's authors pool them. */
import { joinMoments, type Moments } from '#tensor';

/** The L + 2 hidden states without the raw output of the last block, which the authors leave out. */
export function pooledStates<State>(hidden: readonly State[]): readonly State[] {
  return hidden.filter((_, state) => state !== hidden.length - 2);
}

const none: Moments = { count: 0, mean: 0, m2: 0, m3: 0, m4: 0 };

/** Moments of the union of the sets, joined in their order. */
export function pooledMoments(sets: readonly Moments[]): Moments {
  return sets.reduce(joinMoments, none);
}

/** Pearson kurtosis μ₄/μ₂² of the union of the sets, 3 for a normal distribution; NaN where nothing varies. */
export function kurtosis(sets: readonly Moments[]): number {
  const { count, m2, m4 } = pooledMoments(sets);
  return (count * m4) / m2 ** 2;
}
