/** A known defect: one change of the text of one source file. */
export interface Mutant {
  /** What goes wrong, in kebab-case. */
  readonly name: string;
  /** Path from the root. */
  readonly file: string;
  /** Stands exactly once in the file; else the run fails, so that no mutant dies out unnoticed. */
  readonly find: string;
  readonly replace: string;
  /** Specs (paths from the root) of which at least one has to fail. */
  readonly killedBy: readonly string[];
  /** Only tests whose full name matches; default: all of the specs. */
  readonly tests?: string;
  /** It can be seen only where this variable of the environment is set, or strace can be used; elsewhere it is left out, and said so. */
  readonly needs?: Need;
  /** Takes long: left out of the quick run. */
  readonly slow?: true;
}

export type Need = 'METERLOG_TEST_PEERS' | 'strace';
