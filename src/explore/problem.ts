/** The one error that callers tell apart, by its kind; it crosses the worker's border as plain data. */
import type { ProblemKind } from './types.ts';

export class Problem extends Error {
  readonly kind: ProblemKind;

  constructor(kind: ProblemKind, message: string) {
    super(message);
    this.name = 'Problem';
    this.kind = kind;
  }
}
