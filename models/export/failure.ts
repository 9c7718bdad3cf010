/** What is wrong with a checkpoint or the command, in words for the person who gave it. */
export class Failure extends Error {
  constructor(message: string) {
    super(`export: ${message}`);
  }
}

export const shown = (value: unknown) => JSON.stringify(value) ?? 'nothing';
