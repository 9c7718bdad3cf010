/** The spec as the part of an address after `#`, which never reaches a server, and back. */
import { brokenEscape } from './escapes.ts';
import { type Field, fields } from './fields.ts';
import { defaultSpec, type Spec } from './spec.ts';

export interface Parsed {
  readonly spec: Spec;
  /** In words, what of the link could not be read. */
  readonly notes: readonly string[];
}

const names = Object.keys(fields) as readonly (keyof Spec)[];

/** `models=a,b&text=A+bee`, without the `#`; what is as in `defaultSpec` is left out. */
export function printLink(spec: Spec): string {
  return names.flatMap((name) => printField(name, spec)).join('&');
}

function printField<Name extends keyof Spec>(name: Name, spec: Spec): readonly string[] {
  const { key, print }: Field<Spec[Name]> = fields[name];
  const written = print(spec[name]);
  return written === print(defaultSpec[name]) ? [] : [`${key}=${written}`];
}

/** Never throws: what cannot be read is as in `defaultSpec`, and a note says so. The last of equal keys counts. */
export function parseLink(hash: string): Parsed {
  const notes: string[] = [];
  const spec: { -readonly [Name in keyof Spec]: Spec[Name] } = { ...defaultSpec };
  for (const part of hash.replace(/^#/, '').split('&')) {
    if (part === '') continue;
    const [, key, written] = part.match(/^([^=]*)=?(.*)$/s) as RegExpMatchArray;
    const broken = brokenEscape(written);
    if (broken) notes.push(`link: expected escapes such as %20, got "${broken}"; it is taken as it stands`);
    const name = names.find((each) => fields[each].key === key);
    if (name) parseField(name, written);
    else notes.push(`link: expected ${names.map((each) => fields[each].key).join(', ')}, got "${key}"`);
  }
  return { spec, notes };

  function parseField<Name extends keyof Spec>(name: Name, written: string): void {
    const { key, expected, parse }: Field<Spec[Name]> = fields[name];
    const value = parse(written);
    if (value === undefined) notes.push(`link: expected ${expected} as ${key}, got "${written}"`);
    else spec[name] = value;
  }
}
