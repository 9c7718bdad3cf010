/** The table of rules: how a row of scores becomes weights. All else iterates over it. */
import { rectified } from './rules/rectified.ts';
import { reluSoftpick } from './rules/relu-softpick.ts';
import type { RuleRow } from './rules/row.ts';
import { scaledSoftpick } from './rules/scaled-softpick.ts';
import { softmax } from './rules/softmax.ts';
import { softmaxPlusOne } from './rules/softmax-plus-one.ts';
import { softmaxSink } from './rules/softmax-sink.ts';
import { softpick } from './rules/softpick.ts';

const table = [
  softmax,
  softpick,
  rectified,
  reluSoftpick,
  scaledSoftpick,
  softmaxPlusOne,
  softmaxSink,
] as const;

export type RuleId = (typeof table)[number]['id'];

export type Rule = RuleRow<RuleId>;

export const rules: readonly Rule[] = table;

/** The rule of that name; throws one that lists the known ones. */
export function ruleNamed(id: string): Rule {
  const found = rules.find((rule) => rule.id === id);
  if (!found)
    throw new Error(`attention: expected a rule (${rules.map((r) => r.id).join(', ')}), got "${id}"`);
  return found;
}
