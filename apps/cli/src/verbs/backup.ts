import { BackupError, backupRecord } from '#stores';
import type { Cli, Common } from '../cli.js';
import { CliError, EXIT } from '../cli-error.js';
import type { Output } from '../output.js';
import { PartProgress } from '../part-progress.js';
import { cannotOpen } from '../store-failure.js';

export function backupVerb(cli: Cli): void {
  cli
    .verb('backup <target>', 'backs up the record of a data directory, also while a platform runs on it', 'backup /mnt/backups --data ./data')
    .action((target: string, options: Common) => cli.run(options, (output) => backup(cli, options.data, target, output)));
}

/** Exit code 1 when the record is damaged; the backup stays then. @throws CliError exit code 3 */
async function backup(cli: Cli, directory: string, target: string, output: Output): Promise<number> {
  const progress = new PartProgress(cli.terminal === true ? cli.error : undefined);
  try {
    const report = await backupRecord(directory, target, {
      onCopied: (part) => progress.show('copied', Math.floor(part * 100), part),
      onVerified: (events) => progress.show('verified', events, 0),
    });
    progress.end();
    const { path, bytes, events, streams } = report;
    output.row(report, () => `${path}: ${events} events in ${streams} streams, ${bytes} bytes, verified`);
    return EXIT.good;
  } catch (error) {
    progress.end();
    if (error instanceof BackupError) throw new CliError(EXIT.bad, error.message);
    throw cannotOpen(error);
  }
}
