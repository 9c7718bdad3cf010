/** Which of an axis's token labels are shown: as many as fit without touching, and always the focused one. */

export interface Label {
  readonly index: number;
  readonly focused: boolean;
}

/**
 * Indices of `count` labels, `pitch` CSS pixels apart, each `size` CSS pixels across the axis.
 * A focused label pushes aside the plain ones that it would touch.
 */
export function labelsThatFit(
  count: number,
  pitch: number,
  size: number,
  focused: number | null,
): readonly Label[] {
  const stride = Math.max(1, Math.ceil(size / pitch));
  const plain = Array.from({ length: Math.ceil(count / stride) }, (_, step) => step * stride);
  if (focused === null || focused >= count) return plain.map((index) => ({ index, focused: false }));
  const kept = plain.filter((index) => Math.abs(index - focused) * pitch >= size);
  return [...kept, focused].sort((a, b) => a - b).map((index) => ({ index, focused: index === focused }));
}
