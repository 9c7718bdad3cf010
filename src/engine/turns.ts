/** One at a time: overlapping calls of ONNX Runtime crash it, and our submits must fall between them. */

export type Turns = <T>(act: () => Promise<T> | T) => Promise<T>;

/** Each act starts when the one before it has settled, in the order asked. */
export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (act) => {
    const mine = last.then(act, act);
    last = mine.catch(() => undefined);
    return mine;
  };
}
