/** One at a time: overlapping calls of ONNX Runtime crash it, and our submits must fall between them. */

export type Turns = <T>(act: () => Promise<T> | T) => Promise<T>;

/** Lets messages in: on WASM nothing else ever waits, and a newer text would be heard of only at the end. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** So long may a message wait; letting them in costs about a tenth of a millisecond. */
const BREATH_MS = 4;

/** Each act starts when the one before it has settled, in the order asked; messages are let in between every 4 ms. */
export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  let breathed = Number.NEGATIVE_INFINITY;
  const breatheInTime = async () => {
    if (performance.now() - breathed < BREATH_MS) return;
    await breathe();
    breathed = performance.now();
  };
  return (act) => {
    const mine = last.then(breatheInTime).then(act);
    last = mine.catch(() => undefined);
    return mine;
  };
}
