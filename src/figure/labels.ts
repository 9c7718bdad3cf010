/** Which of an axis's token labels are shown, and how a long one is cut. */

/** Every so many-th of `count` labels that are `pitch` apart and `size` across, so that none touch. */
export function everyLabel(count: number, pitch: number, size: number): readonly number[] {
  const stride = Math.max(1, Math.ceil(size / pitch));
  return Array.from({ length: Math.ceil(count / stride) }, (_, step) => step * stride);
}

/** At most `most` characters, an ellipsis among them. */
export function cutLabel(text: string, most: number): string {
  const characters = [...text];
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : text;
}
