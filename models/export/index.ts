/** The program: `npm run -s export -- <checkpoint folder> --out models/<id>`. */
import { BadCommand, parseCommand, USAGE } from './arguments.ts';
import { exportModel } from './export.ts';
import { Failure } from './failure.ts';

/** Runs the command; the exit status is 0, or 1 after words on standard error. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    console.log(await exportModel(parseCommand(args)));
    return 0;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { message } = error;
    console.error(error instanceof Failure ? message : `export: ${message}`);
    if (error instanceof BadCommand) console.error(`\n${USAGE}`);
    return 1;
  }
}
