/** The one error that callers tell apart, by its kind; it crosses the worker's border as plain data. */

export type ProblemKind =
  | 'no-model'
  | 'missing-file'
  | 'broken-file'
  | 'too-long'
  | 'out-of-memory'
  | 'device-lost'
  | 'offline'
  | 'aborted'
  | 'other';

export class Problem extends Error {
  readonly kind: ProblemKind;
  /** Whether the machine is as good as before: all that the failed work held is free again. */
  readonly recovered: boolean;

  constructor(kind: ProblemKind, message: string, recovered = true) {
    super(message);
    this.name = 'Problem';
    this.kind = kind;
    this.recovered = recovered;
  }
}

/**
 * Any thrown value as a problem: aborts and allocation failures by what they are, the rest as they say. Our own
 * allocations fail cleanly; ONNX Runtime's, and those of the heap, leave nobody knows what behind.
 */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  if (error.name === 'AbortError') return new Problem('aborted', error.message);
  if (error.name === 'DeviceLost') return new Problem('device-lost', error.message);
  if (error.name === 'OutOfMemory') return new Problem('out-of-memory', error.message);
  if (error instanceof RangeError || /out of memory|bad_alloc|allocation failed/i.test(error.message))
    return new Problem('out-of-memory', error.message, false);
  return new Problem('other', error.message);
}
