import { CommanderError } from 'commander';
import { CommandLine, type RegisterVerb, type Surroundings } from './cli.js';
import { CliError, EXIT } from './cli-error.js';
import { oneLine } from './output.js';
import { backupVerb } from './verbs/backup.js';
import { checkpointVerb } from './verbs/checkpoint.js';
import { copyVerb } from './verbs/copy.js';
import { historyVerb } from './verbs/history.js';
import { projectionsVerb } from './verbs/projections.js';
import { proofVerb } from './verbs/proof.js';
import { quarantineVerb } from './verbs/quarantine.js';
import { rebuildVerb } from './verbs/rebuild.js';
import { rerunVerb } from './verbs/rerun.js';
import { restoreVerb } from './verbs/restore.js';
import { stateVerb } from './verbs/state.js';
import { verifyProofVerb } from './verbs/verify-proof.js';
import { verifyVerb } from './verbs/verify.js';

export type { Surroundings } from './cli.js';

const VERBS: readonly RegisterVerb[] = [
  historyVerb,
  stateVerb,
  rerunVerb,
  verifyVerb,
  checkpointVerb,
  proofVerb,
  verifyProofVerb,
  projectionsVerb,
  quarantineVerb,
  rebuildVerb,
  copyVerb,
  backupVerb,
  restoreVerb,
];

/** Runs the command line; answers its exit code. */
export async function runCli(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const cli = new CommandLine(surroundings);
  for (const register of VERBS) register(cli);
  try {
    await cli.program.parseAsync([...args], { from: 'user' });
    return cli.exitCode;
  } catch (failure) {
    // Commander has printed its own message or the help.
    if (failure instanceof CommanderError) return failure.exitCode === 0 ? EXIT.good : EXIT.usage;
    if (!(failure instanceof CliError)) throw failure;
    surroundings.error(`meterlog: ${oneLine(failure.message)}\n`);
    return failure.exitCode;
  }
}
