/** Exit codes of the command line. */
export const EXIT = { good: 0, bad: 1, usage: 2, cannotOpen: 3 } as const;

/** Ends the command with one clear line. */
export class CliError extends Error {
  constructor(
    readonly exitCode: number,
    message: string,
  ) {
    super(message);
    this.name = 'CliError';
  }
}
