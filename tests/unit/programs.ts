/** The command line as its users have it: a process, its two streams and its exit status. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

interface Outcome {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `src/shell/<program>.ts` in a folder, the repository's unless said; `input` goes to standard input. */
export function runProgram(
  program: string,
  args: readonly string[],
  { cwd = root, input = '' } = {},
): Promise<Outcome> {
  return new Promise((done) => {
    const command = [join(root, 'src/shell/run.mjs'), `src/shell/${program}.ts`, ...args];
    const child = execFile(process.execPath, command, { cwd }, (error, out, err) => {
      done({ status: error ? Number(error.code) : 0, out, err });
    });
    child.stdin?.end(input);
  });
}
