/** How the values of a link are written and read: `parse` gives undefined for what it cannot read. */
import { unescapeText } from './escapes.ts';
import type { HeadName, Span } from './spec.ts';

export interface Codec<Value> {
  /** In words, for the note on a value that cannot be read. */
  readonly expected: string;
  readonly print: (value: Value) => string;
  readonly parse: (written: string) => Value | undefined;
}

/** One of a few words. */
export function oneOf<Value extends string>(values: readonly Value[]): Codec<Value> {
  return {
    expected: values.join(', ').replace(/, ([^,]*)$/, ' or $1'),
    print: (value) => value,
    parse: (written) => values.find((value) => value === unescapeText(written)),
  };
}

/** The same, or null for an empty value. */
export function orNone<Value>({ expected, print, parse }: Codec<Value>): Codec<Value | null> {
  return {
    expected,
    print: (value) => (value === null ? '' : print(value)),
    parse: (written) => (written === '' ? null : parse(written)),
  };
}

/** Up to `most` different values with a comma between. */
export function listOf<Value>(
  { expected, print, parse }: Codec<Value>,
  most: number,
): Codec<readonly Value[]> {
  return {
    expected: `at most ${most} with a comma between, each ${expected}`,
    print: (values) => values.map(print).join(','),
    parse: (written) => {
      if (written === '') return [];
      const values = unescapeText(written).split(',').map(parse);
      const whole = values.filter((value) => value !== undefined);
      const different = new Set(whole.map(print)).size === values.length;
      return different && values.length <= most ? whole : undefined;
    },
  };
}

/** A count of up to four digits, without a sign. */
export function countIn(written: string | undefined): number | undefined {
  return written !== undefined && /^\d{1,4}$/.test(written) ? Number(written) : undefined;
}

/** Two counts with a mark between. */
export function pairIn(written: string, mark: string): readonly [number, number] | undefined {
  const parts = unescapeText(written).split(mark).map(countIn);
  const [first, second] = parts;
  return parts.length === 2 && first !== undefined && second !== undefined ? [first, second] : undefined;
}

/** The first and the last with a dash between, such as 2-5; a single one stands for itself. */
export const span: Codec<Span> = {
  expected: 'a first and a last with a dash between, such as 2-5',
  print: ([from, to]) => (to === from + 1 ? `${from}` : `${from}-${to - 1}`),
  parse: (written) => {
    const single = countIn(unescapeText(written));
    const [first, last] = single === undefined ? (pairIn(written, '-') ?? []) : [single, single];
    return first !== undefined && last !== undefined && first <= last ? [first, last + 1] : undefined;
  },
};

export const headName: Codec<HeadName> = {
  expected: 'layer and head with a dot between, such as 3.5',
  print: ({ layer, head }) => `${layer}.${head}`,
  parse: (written) => {
    const [layer, head] = pairIn(written, '.') ?? [];
    return layer !== undefined && head !== undefined ? { layer, head } : undefined;
  },
};
