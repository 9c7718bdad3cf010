/** The run: the machine's answer to the spec. Never in the link. */
import type { Answer, ProblemKind, Progress } from '#explore';
import type { ModelCard } from './types.ts';

export type RunStatus = 'waiting' | 'loading' | 'running' | 'done' | 'failed';

export interface PaneRun {
  readonly status: RunStatus;
  readonly progress: Progress | null;
  /** The last complete answer; it stays while a newer one is on its way or has failed. */
  readonly answer: Answer | null;
  readonly problem: { readonly kind: ProblemKind; readonly message: string } | null;
  /** Why the machine is starting again by itself, while it does. */
  readonly notice: ProblemKind | null;
}

export interface Run {
  readonly models: readonly ModelCard[];
  readonly panes: readonly PaneRun[];
}

export const waitingPane: PaneRun = {
  status: 'waiting',
  progress: null,
  answer: null,
  problem: null,
  notice: null,
};
