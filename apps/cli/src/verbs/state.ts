import type { Moment } from '#event-sourcing';
import type { Cli, Common } from '../cli.js';
import { CliError, EXIT } from '../cli-error.js';
import { instant, wholeNumber } from '../option-values.js';
import type { Output } from '../output.js';
import type { OpenRecord } from '../record.js';

interface StateOptions extends Common {
  readonly revision?: number;
  readonly at?: number;
  readonly knownAt?: number;
}

export function stateVerb(cli: Cli): void {
  cli
    .verb('state <device>', 'prints the state of a device', 'state TEST1024000000001 --at 2026-11-24T00:00:00Z')
    .option('--revision <n>', 'after this revision', wholeNumber)
    .option('--at <instant>', 'what was true at this time', instant)
    .option('--known-at <instant>', 'what was known at this time', instant)
    .action((device: string, options: StateOptions) => cli.reading(options, (record, output) => state(record, device, momentOf(options), output)));
}

function momentOf({ revision, at, knownAt }: StateOptions): Moment | undefined {
  const moments: Moment[] = [
    ...(revision === undefined ? [] : [{ revision }]),
    ...(at === undefined ? [] : [{ at }]),
    ...(knownAt === undefined ? [] : [{ knownAt }]),
  ];
  if (moments.length > 1) throw new CliError(EXIT.usage, 'give one of --revision, --at and --known-at');
  return moments[0];
}

/** Prints the state of a device now or at a moment. @throws CliError exit code 1 when nothing was known then */
async function state({ devices }: OpenRecord, device: string, moment: Moment | undefined, output: Output): Promise<number> {
  const loaded = await devices.load(device);
  const past = moment === undefined ? (loaded.revision < 0 ? undefined : loaded) : await devices.stateAt(device, moment);
  if (past === undefined) throw new CliError(EXIT.bad, `nothing is known of device ${device}${moment === undefined ? '' : ' at that moment'}`);
  const shown = { deviceIdentification: device, revision: past.revision, hash: past.hash, state: past.state };
  output.row(shown, () => JSON.stringify(shown, null, 2).split('\n'));
  return EXIT.good;
}
