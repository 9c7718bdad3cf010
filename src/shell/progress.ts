/** One moving line on standard error, for a terminal alone. */

export interface Progress {
  step(): void;
  /** Takes the line away. */
  end(): void;
}

export function showProgress(title: string, total: number): Progress {
  const { stderr } = process;
  let done = 0;
  const show = (line: string) => {
    if (stderr.isTTY) stderr.write(`\r${line}\x1b[K`);
  };
  const tell = () => show(`${title}: ${done} of ${total} texts`);
  tell();
  return {
    step() {
      done += 1;
      tell();
    },
    end: () => show(''),
  };
}
