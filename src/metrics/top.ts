/** The likeliest next tokens. */

/** The `count` highest of the logits [V], highest first, as [id, logit]; of equal ones the lower id first. */
export function topOf(logits: ArrayLike<number>, count: number): readonly (readonly [number, number])[] {
  const ids = Array.from(logits, (_, id) => id);
  ids.sort((a, b) => logits[b] - logits[a]);
  return ids.slice(0, count).map((id) => [id, logits[id]] as const);
}
