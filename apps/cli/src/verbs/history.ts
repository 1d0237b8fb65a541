import type { RecordedEvent } from '#event-sourcing';
import type { Cli, Common } from '../cli.js';
import { CliError, EXIT } from '../cli-error.js';
import { separatedByCommas, wholeNumber } from '../option-values.js';
import type { OpenRecord } from '../record.js';
import type { Output } from '../output.js';

interface HistoryOptions extends Common {
  readonly after?: number;
  readonly limit: number;
  readonly type?: readonly string[];
}

export function historyVerb(cli: Cli): void {
  cli
    .verb('history <device>', 'prints what happened to a device, oldest first', 'history TEST1024000000001 --type KeyStored,KeyActivated')
    .option('--after <revision>', 'only events after this revision', wholeNumber)
    .option('--type <types>', 'only events of these types, with commas', separatedByCommas)
    .option('--limit <n>', 'at most so many', wholeNumber, 1_000)
    .action((device: string, options: HistoryOptions) => cli.reading(options, (record, output) => history(record, device, options, output)));
}

/** Prints the events of a device, oldest first. @throws CliError exit code 1 when there is no such device */
async function history({ devices }: OpenRecord, device: string, { after, limit, type }: HistoryOptions, output: Output): Promise<number> {
  if ((await devices.load(device)).revision < 0) throw new CliError(EXIT.bad, `nothing is recorded of device ${device}`);
  const events = await devices.history(device, {
    limit,
    ...(after === undefined ? {} : { after }),
    ...(type === undefined ? {} : { types: type }),
  });
  for (const event of events) output.row(event, () => line(event));
  return EXIT.good;
}

function line({ revision, recordedAt, type, actor, data }: RecordedEvent): string {
  return `${String(revision).padStart(6)}  ${recordedAt}  ${type.padEnd(26)}  ${actor}  ${JSON.stringify(data)}`;
}
