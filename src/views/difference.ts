/** What is taken away from a head that is shown large, or why it cannot be. */
import type { HeadName, Spec } from '#share';
import type { Answer, PaneRun } from '#state';
import { samePieces } from './panes.ts';

/** A head of some pane's answer. */
export interface Side {
  readonly answer: Answer;
  readonly head: HeadName;
}

export type Reason = 'no-pane' | 'no-head' | 'other-tokens';

/** `other` is null where nothing is taken away; `coming` where that other answer is on its way. */
export interface Difference {
  readonly other: Side | null;
  readonly coming: boolean;
  readonly why: Reason | null;
}

const none: Difference = { other: null, coming: false, why: null };

/** `pane` and `next` are the pane of the head and the other one, if there are two. */
export function differenceOf(
  minus: Spec['minus'],
  open: HeadName,
  pane: PaneRun,
  next: PaneRun | null,
): Difference {
  if (minus === 'nothing' || !pane.answer) return none;
  const from = minus === 'pane' ? next : pane;
  const head = minus === 'pane' ? open : minus;
  if (!from) return { ...none, why: 'no-pane' };
  const busy = [pane, from].some(({ status }) => status === 'loading' || status === 'running');
  if (!from.answer) return busy ? { ...none, coming: true } : { ...none, why: 'no-pane' };
  const { layers, heads } = from.answer.card;
  if (head.layer >= layers || head.head >= heads) return { ...none, why: 'no-head' };
  if (samePieces(pane.answer.pieces, from.answer.pieces))
    return { ...none, other: { answer: from.answer, head } };
  return busy ? { ...none, coming: true } : { ...none, why: 'other-tokens' };
}
