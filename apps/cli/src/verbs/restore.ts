import { BackupError, restoreRecord } from '#stores';
import type { Cli, Common } from '../cli.js';
import { CliError, EXIT } from '../cli-error.js';
import type { Output } from '../output.js';
import { PartProgress } from '../part-progress.js';
import { cannotOpen } from '../store-failure.js';

export function restoreVerb(cli: Cli): void {
  cli
    .verb('restore <backup>', 'makes a data directory from a backup', 'restore /mnt/backups/meterlog-20261125T010203000Z.db --data ./data')
    .action((backup: string, options: Common) => cli.run(options, (output) => restore(cli, backup, options.data, output)));
}

/** @throws CliError exit code 1 when the backup is damaged, 3 when it or the directory cannot be used */
async function restore(cli: Cli, backup: string, directory: string, output: Output): Promise<number> {
  const progress = new PartProgress(cli.terminal === true ? cli.error : undefined);
  try {
    const report = await restoreRecord(backup, directory, (events) => progress.show('verified', events, 0));
    progress.end();
    const { events, streams, counters } = report;
    output.row(
      report,
      () =>
        `${directory}: ${events} events in ${streams} streams, verified; ${counters} invocation counters will be read from their meters; read models are rebuilt at the next start`,
    );
    return EXIT.good;
  } catch (error) {
    progress.end();
    if (error instanceof BackupError) throw new CliError(error.code === 'BACKUP_DAMAGED' ? EXIT.bad : EXIT.cannotOpen, error.message);
    throw cannotOpen(error);
  }
}
