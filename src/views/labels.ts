/** Which of an axis's token labels are shown: the wanted ones, and of those that fit the ones that touch none of them. */
import type { Span } from '#share';

/**
 * As many tokens of a span as have room for a label of `size` CSS pixels across the axis, at `pitch` CSS pixels from one
 * token to the next. They keep their places while the span moves.
 */
export function labelsThatFit([from, to]: Span, pitch: number, size: number): readonly number[] {
  const stride = Math.max(1, Math.ceil(size / pitch));
  const first = Math.ceil(from / stride) * stride;
  return Array.from(
    { length: Math.max(0, Math.ceil((to - first) / stride)) },
    (_, at) => first + at * stride,
  );
}

/** The wanted tokens within the span, first come first, without those that would touch an earlier one. */
export function labelsApart(
  wanted: readonly number[],
  [from, to]: Span,
  pitch: number,
  size: number,
): readonly number[] {
  const kept: number[] = [];
  for (const index of wanted)
    if (index >= from && index < to && !touches(index, kept, pitch, size)) kept.push(index);
  return kept;
}

export function touches(index: number, others: readonly number[], pitch: number, size: number): boolean {
  return others.some((other) => Math.abs(other - index) * pitch < size);
}
