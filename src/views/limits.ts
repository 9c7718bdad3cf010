/** How far the colours reach: the weight that gets the last one. */
import type { HeadName, Spec } from '#share';
import type { Answer } from '#state';

/**
 * 1 for all heads, or the largest weight of the head or of all heads of its layer in this answer; 1 too where there is
 * no weight at all.
 */
export function limitOfHead(answer: Answer, range: Spec['range'], { layer, head }: HeadName): number {
  const largest = answer.weightMax[layer];
  return (range === 'one' ? 1 : range === 'layer' ? Math.max(...largest) : largest[head]) || 1;
}
