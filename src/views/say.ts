/** Sentences that are put together from a head's numbers. */
import type { Flag } from '#metrics';
import type { Answer } from '#state';
import type { Words } from '#words';
import type { HeadFacts } from './facts.ts';
import { meanText, percentText } from './numbers.ts';

export function flagText(words: Words, flag: Flag, { short }: HeadFacts): string {
  return flag === 'sink' && short ? words.possibleSink : words.flags[flag].one;
}

/** The accessible name of a head: flags and numbers in words. */
export function headName(words: Words, facts: HeadFacts): string {
  return words.headName({
    layer: facts.layer,
    head: facts.head,
    flags: facts.flags.map((flag) => flagText(words, flag, facts)),
    weight: meanText(words, facts.weight),
    key: facts.key,
    token: facts.token,
    rowSum: meanText(words, facts.rowSum),
    zeros: percentText(words, facts.zeros),
    silence: facts.silence > 0 ? percentText(words, facts.silence) : null,
  });
}

/** The short name of a head, counted from zero. */
export function headLabel(layer: number, head: number): string {
  return `L${layer} H${head}`;
}

/** Where the attention ran, and what was rounded; an error's message ends with the reason that a reader can use. */
export function engineText(words: Words, { engine: { kind, note }, report }: Answer): string {
  if (kind === 'webgpu') return words.onGpu(note, report.precision === 'f16');
  return words.onCpu(note.split(': ').at(-1) ?? note);
}
