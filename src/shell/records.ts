/** Records of many texts, measured by several processes side by side. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text as readAll } from 'node:stream/consumers';
import type { TextRecord } from '#metrics';

const program = [join(import.meta.dirname, 'run.mjs'), 'src/shell/evaluate-part.ts'];

/** The records that a process prints; its words are thrown if it fails. */
async function recordsFrom(child: ChildProcess, onRecord: () => void): Promise<readonly TextRecord[]> {
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error('shell: expected a process with streams, got one without');
  const ended = new Promise<number | string | null>((done, fail) => {
    child.on('error', fail);
    child.on('close', (code, signal) => done(code ?? signal));
  });
  // It is awaited only when the last line has come.
  ended.catch(() => undefined);
  const words = readAll(stderr);
  const records: TextRecord[] = [];
  for await (const line of createInterface({ input: stdout })) {
    records.push(JSON.parse(line));
    onRecord();
  }
  const end = await ended;
  if (end !== 0)
    throw new Error((await words).trim() || `shell: expected a process to end with status 0, got ${end}`);
  return records;
}

/**
 * Shares the texts among so many processes; `args` are the first of `evaluate-part.ts`. When one fails the others are
 * ended. The records come in no order.
 */
export async function measureIn(
  processes: number,
  args: readonly string[],
  onRecord: () => void,
): Promise<readonly TextRecord[]> {
  const children = Array.from({ length: processes }, (_, part) =>
    spawn(process.execPath, [...program, ...args, `${part}`, `${processes}`], {
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
  const stop = () => {
    for (const child of children) child.kill();
  };
  const stopAndEnd = () => process.exit(143);
  process.once('exit', stop);
  process.once('SIGTERM', stopAndEnd);
  try {
    return (await Promise.all(children.map((child) => recordsFrom(child, onRecord)))).flat();
  } finally {
    stop();
    process.removeListener('exit', stop);
    process.removeListener('SIGTERM', stopAndEnd);
  }
}
