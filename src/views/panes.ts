/** What holds for all panes together. */
import type { Spec } from '#share';
import type { Answer, ModelCard, PaneRun, Run, RunStatus } from '#state';

/** The first of these that any pane has is said of the whole: done only where every pane is. */
const worstFirst: readonly RunStatus[] = ['failed', 'loading', 'running', 'waiting', 'done'];

export function overallStatus(panes: readonly PaneRun[]): RunStatus {
  return worstFirst.find((status) => panes.some((pane) => pane.status === status)) ?? 'waiting';
}

/** The cards of the models that the spec asks for, as far as they are known. */
export function cardsOf(spec: Spec, run: Run): readonly ModelCard[] {
  return spec.panes.flatMap(({ model }) => run.models.filter(({ id }) => id === model));
}

/** Tokens that each of these models takes; null if none is known. */
export function longestOf(cards: readonly ModelCard[]): number | null {
  return cards.length ? Math.min(...cards.map(({ longest }) => longest)) : null;
}

/** Tokens of the text, by the model that cuts it into most; null before the first answer. */
export function tokensOf(spec: Spec, answers: readonly Answer[]): number | null {
  if (spec.text.trim() === '') return 0;
  return answers.length ? Math.max(...answers.map(({ report }) => report.T)) : null;
}

/**
 * Whether the models cut the text alike, so that a cell of one map is the same pair of tokens in the other. Where the
 * answers are not to the same question yet, those to come are taken to agree.
 */
export function sharePieces(answers: readonly Answer[]): boolean {
  const [first, ...others] = answers;
  return others.every((other) => !sameQuestion(first, other) || samePieces(first.pieces, other.pieces));
}

export function sameQuestion(one: Answer, other: Answer): boolean {
  return one.report.text === other.report.text && one.start === other.start;
}

export function samePieces(one: Answer['pieces'], other: Answer['pieces']): boolean {
  return one.length === other.length && one.every(({ text }, index) => text === other[index].text);
}
