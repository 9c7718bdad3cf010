/** Which of an axis's token labels are shown: the wanted ones, and as many others as fit without touching. */
import type { Span } from '#share';

export interface Label {
  readonly index: number;
  /** Its place among the wanted; null if it only fits. */
  readonly wanted: number | null;
}

/**
 * Labels of the tokens in a span, `pitch` CSS pixels apart, each `size` CSS pixels across the axis. Of the wanted ones,
 * first come first, none is shown that would touch an earlier one; the first is always shown. The others keep their
 * places while the span moves.
 */
export function labelsThatFit(
  [from, to]: Span,
  pitch: number,
  size: number,
  wanted: readonly number[],
): readonly Label[] {
  const shown: Label[] = [];
  const add = (index: number, place: number | null) => {
    const free = index >= from && index < to;
    if (free && shown.every((label) => Math.abs(label.index - index) * pitch >= size))
      shown.push({ index, wanted: place });
  };
  for (const [place, index] of wanted.entries()) add(index, place);
  const stride = Math.max(1, Math.ceil(size / pitch));
  for (let index = Math.ceil(from / stride) * stride; index < to; index += stride) add(index, null);
  return shown.sort((a, b) => a.index - b.index);
}
