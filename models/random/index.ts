/** The program: `npm run -s random-checkpoint -- --shape toy --out folder` writes a checkpoint of random weights. */
import { parseCommand } from './command.ts';
import { writeCheckpoint } from './write.ts';

export { shapes, tensorsOf } from './shapes.ts';

/** The exit status is 0, or 1 after words on standard error. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const command = parseCommand(args);
    const { parameters, bytes } = writeCheckpoint(command);
    console.log(`${command.out}: ${parameters} parameters, ${bytes} bytes`);
    return 0;
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
}
