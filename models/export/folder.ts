/** A folder that appears whole or not at all: it is filled beside its place and moved there at the end. */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure } from './failure.ts';

/** What a person adds to an exported folder, and we keep. */
const KEPT = ['README.md'];

const missing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** The names in an existing folder; throws a `Failure` if it is something that we may not replace. */
async function replaceable(folder: string): Promise<readonly string[] | null> {
  const names = await readdir(folder).catch((error) => {
    if (missing(error)) return null;
    throw new Failure(`expected a folder at ${folder}, got something else`);
  });
  if (names && names.length > 0 && !names.includes('card.json') && names.some((name) => !KEPT.includes(name)))
    throw new Failure(
      `expected a new folder or an exported one (with card.json), got other files in ${folder}`,
    );
  return names;
}

/** Puts `partial` in the place of `folder`; at once, so that no signal comes between the two moves. */
function move(partial: string, folder: string, older: string): void {
  if (existsSync(folder)) renameSync(folder, older);
  try {
    renameSync(partial, folder);
  } catch (error) {
    if (existsSync(older)) renameSync(older, folder);
    throw error;
  }
}

/**
 * Gives `fill` an empty folder beside `folder`, and moves it into place when `fill` is done.
 * If it throws or the process is interrupted, nothing is left and an older `folder` stays as it was.
 */
export async function replaceFolder<R>(folder: string, fill: (partial: string) => Promise<R>): Promise<R> {
  const before = await replaceable(folder);
  const partial = `${folder}.partial-${process.pid}`;
  const older = `${folder}.partial-${process.pid}-older`;
  const interrupted = (signal: NodeJS.Signals) => {
    rmSync(partial, { recursive: true, force: true });
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    await mkdir(dirname(folder), { recursive: true });
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial);
    const result = await fill(partial);
    for (const name of KEPT)
      if (before?.includes(name)) await copyFile(join(folder, name), join(partial, name));
    move(partial, folder, older);
    await rm(older, { recursive: true, force: true });
    return result;
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  }
}
