/** The fields of a link: one row each, with what is written for a value and what is read from it. */

import { escapeText, unescapeText } from './escapes.ts';
import type { Spec } from './spec.ts';

/** One field: `parse` gives undefined for what it cannot read. */
export interface Field<Value> {
  readonly key: string;
  /** In words, for the note on a value that cannot be read. */
  readonly expected: string;
  readonly print: (value: Value) => string;
  readonly parse: (written: string) => Value | undefined;
}

/** In the order in which they are written; the text comes last, being the longest. */
export const fields: { readonly [Name in keyof Spec]: Field<Spec[Name]> } = {
  panes: {
    key: 'models',
    expected: 'one or two names of letters, digits, dots, dashes and underscores with a comma between',
    print: (panes) => panes.map(({ model }) => model).join(','),
    parse: (written) => {
      const names = unescapeText(written).split(',');
      const safe = names.every((name) => /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name));
      return safe && names.length <= 2 ? names.map((model) => ({ model })) : undefined;
    },
  },
  head: {
    key: 'head',
    expected: 'layer and head with a dot between, such as 3.5',
    print: (name) => (name ? `${name.layer}.${name.head}` : ''),
    parse: (written) => {
      if (written === '') return null;
      const [, layer, head] = unescapeText(written).match(/^(\d{1,4})\.(\d{1,4})$/) ?? [];
      return head === undefined ? undefined : { layer: Number(layer), head: Number(head) };
    },
  },
  scale: oneOf('scale', ['linear', 'sqrt', 'log']),
  range: oneOf('range', ['one', 'head']),
  text: {
    key: 'text',
    expected: 'text',
    print: escapeText,
    parse: unescapeText,
  },
};

function oneOf<Value extends string>(key: string, values: readonly Value[]): Field<Value> {
  return {
    key,
    expected: values.join(' or '),
    print: (value) => value,
    parse: (written) => values.find((value) => value === unescapeText(written)),
  };
}
