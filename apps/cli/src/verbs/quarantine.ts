import { Argument } from 'commander';
import type { Cli, Common } from '../cli.js';
import { CliError, EXIT } from '../cli-error.js';
import type { Output } from '../output.js';
import type { ReadModels } from '../read-models/read-models.js';
import { withReadModels } from '../read-models/with-read-models.js';

interface QuarantineOptions extends Common {
  readonly reason?: string;
}

/** As over HTTP. */
const LONGEST_REASON = 1_000;

type Act = (models: ReadModels, projection: string, device: string | undefined, options: QuarantineOptions, output: Output) => Promise<number>;

const ACTS: Readonly<Record<string, Act>> = { list, show, replay, discard };

export function quarantineVerb(cli: Cli): void {
  cli
    .verb('quarantine', 'looks after devices whose events a read model cannot apply', 'quarantine replay commands TEST1024000000001')
    .addArgument(new Argument('<act>', 'list, show and replay (of one device or of all), or discard (needs --reason)').choices(Object.keys(ACTS)))
    .argument('<projection>', 'name of the read model')
    .argument('[device]', 'identification of the device')
    .option('--reason <text>', 'why the events that wait are given up: recorded')
    .action((act: string, projection: string, device: string | undefined, options: QuarantineOptions) =>
      cli.run(options, async (output) => {
        const { reason = '' } = options;
        if (act === 'discard' && (reason.trim() === '' || reason.length > LONGEST_REASON))
          throw new CliError(EXIT.usage, `quarantine discard needs --reason, of at most ${LONGEST_REASON} characters`);
        if ((act === 'discard' || act === 'show') && device === undefined) throw new CliError(EXIT.usage, `quarantine ${act} needs a device`);
        return withReadModels(cli, options, async (models) => (await ACTS[act]?.(models, projection, device, options, output)) ?? EXIT.usage);
      }),
    );
}

async function list(
  models: ReadModels,
  projection: string,
  device: string | undefined,
  _options: QuarantineOptions,
  output: Output,
): Promise<number> {
  let count = 0;
  for await (const row of models.quarantined(projection)) {
    if (device !== undefined && row.deviceIdentification !== device) continue;
    count += 1;
    const { deviceIdentification, revision, type, error, since, parked } = row;
    output.row(
      row,
      () => `${deviceIdentification}: ${parked} events wait since revision ${revision} (${type}, ${since ?? 'time unknown'}): ${error}`,
    );
  }
  if (count === 0) output.row({ quarantined: 0 }, () => 'no device is quarantined');
  return EXIT.good;
}

async function show(models: ReadModels, projection: string, device = '', _options: QuarantineOptions, output: Output): Promise<number> {
  const row = await models.quarantinedDevice(projection, device);
  const { deviceIdentification, revision, type, error, since, parked } = row;
  const about = { deviceIdentification, revision, type, error, since, parked };
  output.row(
    about,
    () => `${device}: ${type} of revision ${revision} (${since ?? 'time unknown'}) cannot be applied: ${error}; ${parked} events wait`,
  );
  for await (const event of models.parked(projection, device)) {
    const waiting = { revision: event.revision, type: event.type };
    output.row(waiting, () => `${String(event.revision).padStart(8)}  ${event.type}`);
  }
  return EXIT.good;
}

/** Exit code 1 when a device is still quarantined after it. */
async function replay(
  models: ReadModels,
  projection: string,
  device: string | undefined,
  _options: QuarantineOptions,
  output: Output,
): Promise<number> {
  const outcomes = await models.replay(projection, device);
  for (const row of outcomes)
    output.row(row, () => `${row.deviceIdentification}: ${row.outcome === 'CLEARED' ? 'cleared' : `kept (${row.error ?? ''})`}`);
  if (outcomes.length === 0) output.row({ quarantined: 0 }, () => 'no device is quarantined');
  return outcomes.every(({ outcome }) => outcome === 'CLEARED') ? EXIT.good : EXIT.bad;
}

async function discard(models: ReadModels, projection: string, device = '', { reason = '' }: QuarantineOptions, output: Output): Promise<number> {
  const discarded = await models.discard(projection, device, reason);
  output.row({ deviceIdentification: device, discarded }, () => `${device}: ${discarded} events were given up; its documents stay stale`);
  return EXIT.good;
}
