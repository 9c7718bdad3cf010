/** Numbers along an edge of a map as SVG paths: steps as wide as the cells that are shown. */
import { scaleLinear } from 'd3';
import type { Span } from '#share';

/** Where a number is drawn, 0 to 1 across the strip; the base is where nothing is. */
export interface Across {
  readonly base: number;
  place(value: number): number;
}

export interface Strip {
  readonly values: Float32Array;
  readonly span: Span;
  /** CSS pixels along the map and across the strip. */
  readonly length: number;
  readonly thick: number;
}

type Draw = (along: number, across: number) => string;

/** Across to the right, as row sums are, or upwards, as bars over keys are. */
const ways: Readonly<Record<'right' | 'up', (thick: number) => Draw>> = {
  right: () => (along, across) => `${across.toFixed(2)} ${along.toFixed(2)}`,
  up: (thick) => (along, across) => `${along.toFixed(2)} ${(thick - across).toFixed(2)}`,
};

/** A line along the tops of the numbers; closed along the base if it is to be filled. */
export function stepsPath(
  { values, span: [from, to], length, thick }: Strip,
  { base, place }: Across,
  way: 'right' | 'up',
  closed: boolean,
): string {
  const along = scaleLinear([from, to], [0, length]);
  const at = ways[way](thick);
  const tops: string[] = [];
  for (let index = from; index < to; index++) {
    const top = thick * place(values[index] ?? 0);
    tops.push(at(along(index), top), at(along(index + 1), top));
  }
  const ends = [at(0, thick * base), at(length, thick * base)];
  return closed ? `M${ends[0]}L${tops.join('L')}L${ends[1]}Z` : `M${tops.join('L')}`;
}

/** One bar for each number of `those` that is not nothing, never thinner than a pixel. */
export function barsPath(
  { values, span: [from, to], length, thick }: Strip,
  { base, place }: Across,
  way: 'right' | 'up',
  those: Span,
): string {
  const along = scaleLinear([from, to], [0, length]);
  const gap = length / (to - from) > 6 ? 1 : 0;
  const at = ways[way](thick);
  const bars: string[] = [];
  for (let index = those[0]; index < those[1]; index++) {
    const value = values[index] ?? 0;
    if (value === 0) continue;
    const [low, high] = [along(index) + gap / 2, Math.max(along(index + 1) - gap / 2, along(index) + 1)];
    const [start, top] = [thick * base, thick * place(value)];
    bars.push(`M${at(low, start)}L${at(low, top)}L${at(high, top)}L${at(high, start)}Z`);
  }
  return bars.join('');
}

/** The indices of the largest sizes in the span, largest first, zeros left out. */
export function tallest(values: Float32Array, [from, to]: Span, count: number): readonly number[] {
  return Array.from({ length: Math.max(0, Math.min(to, values.length) - from) }, (_, at) => from + at)
    .filter((index) => values[index] !== 0)
    .sort((a, b) => Math.abs(values[b]) - Math.abs(values[a]))
    .slice(0, count);
}
