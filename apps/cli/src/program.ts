import { Command, CommanderError, InvalidArgumentError } from 'commander';
import type { Moment } from '#event-sourcing';
import { CliError, EXIT } from './cli-error.js';
import { outputTo, type Output } from './output.js';
import { openRecord, type OpenRecord } from './record.js';
import { history, type HistoryOptions } from './verbs/history.js';
import { state } from './verbs/state.js';
import { verify } from './verbs/verify.js';

export interface Surroundings {
  readonly environment: Readonly<{ [name: string]: string | undefined }>;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

interface Common {
  readonly data: string;
  readonly json?: true;
}

/** Runs the command line; answers its exit code. */
export async function runCli(args: readonly string[], { environment, out, error }: Surroundings): Promise<number> {
  let exitCode: number = EXIT.good;
  const reading = async (options: Common, work: (record: OpenRecord, output: Output) => Promise<number>): Promise<void> => {
    const record = await openRecord(options.data);
    try {
      exitCode = await work(record, outputTo(out, options.json === true));
    } finally {
      await record.close();
    }
  };
  const program = new Command('meterlog')
    .description('Reads the record of a platform, also while it runs.')
    .exitOverride()
    .configureOutput({ writeOut: out, writeErr: error });
  const verb = (usage: string, summary: string, example: string): Command =>
    program
      .command(usage)
      .description(summary)
      .option('--data <directory>', 'directory of the embedded store (METERLOG_DATA)', environment['METERLOG_DATA'] ?? './data')
      .option('--json', 'one JSON object per line')
      .addHelpText('after', `\nExample:\n  meterlog ${example}`);

  verb('history <device>', 'prints what happened to a device, oldest first', 'history TEST1024000000001 --type KeyStored,KeyActivated')
    .option('--after <revision>', 'only events after this revision', revision)
    .option('--type <types>', 'only events of these types, with commas', (text: string) => text.split(','))
    .option('--limit <n>', 'at most so many', revision, 1_000)
    .action((device: string, options: Common & HistoryOptions) => reading(options, (record, output) => history(record, device, options, output)));
  verb('state <device>', 'prints the state of a device', 'state TEST1024000000001 --at 2026-11-24T00:00:00Z')
    .option('--revision <n>', 'after this revision', revision)
    .option('--at <instant>', 'what was true at this time', instant)
    .option('--known-at <instant>', 'what was known at this time', instant)
    .action((device: string, options: Common & Moments) => reading(options, (record, output) => state(record, device, momentOf(options), output)));
  verb('verify [device]', 'recomputes the hash chain of a device, or of everything', 'verify --all')
    .option('--all', 'every stream')
    .action((device: string | undefined, options: Common & { readonly all?: true }) => {
      if ((device === undefined) !== (options.all === true)) throw new CliError(EXIT.usage, 'give a device, or --all');
      return reading(options, (record, output) => verify(record, device, output));
    });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (failure) {
    // Commander has printed its own message or the help.
    if (failure instanceof CommanderError) return failure.exitCode === 0 ? EXIT.good : EXIT.usage;
    if (!(failure instanceof CliError)) throw failure;
    error(`meterlog: ${failure.message}\n`);
    return failure.exitCode;
  }
}

interface Moments {
  readonly revision?: number;
  readonly at?: number;
  readonly knownAt?: number;
}

function momentOf({ revision: at, ...when }: Moments): Moment | undefined {
  const moments: Moment[] = [
    ...(at === undefined ? [] : [{ revision: at }]),
    ...(when.at === undefined ? [] : [{ at: when.at }]),
    ...(when.knownAt === undefined ? [] : [{ knownAt: when.knownAt }]),
  ];
  if (moments.length > 1) throw new CliError(EXIT.usage, 'give one of --revision, --at and --known-at');
  return moments[0];
}

function revision(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('a whole number is expected');
  return Number(text);
}

function instant(text: string): number {
  const at = /T.*(?:Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) throw new InvalidArgumentError('an ISO 8601 date-time with offset is expected');
  return at;
}
