import { setTimeout as pause } from 'node:timers/promises';
import type { Cli, Common } from '../cli.js';
import { CliError, EXIT } from '../cli-error.js';
import type { ProjectionRow, ReadModels } from '../read-models/read-models.js';
import { withReadModels } from '../read-models/with-read-models.js';

/** Between two looks at how far it is, ms. */
const EVERY = 200;

interface RebuildOptions extends Common {
  readonly wait?: true;
  readonly cancel?: true;
}

export function rebuildVerb(cli: Cli): void {
  cli
    .verb('rebuild <projection>', 'builds a read model anew beside the one that is read', 'rebuild commands --wait')
    .option('--wait', 'until readers have changed over; without a running platform always')
    .option('--cancel', 'breaks off the rebuild that runs')
    .action((projection: string, options: RebuildOptions) =>
      cli.run(options, async (output) =>
        withReadModels(cli, options, async (models) => {
          const begun = await begin(models, projection, options);
          const row = begun && (options.wait || !models.inBackground) ? await watch(cli, models, projection) : await models.projection(projection);
          output.row(row, () => lineOf(row));
          return EXIT.good;
        }),
      ),
    );
}

/** One that a crash interrupted goes on by itself: there is nothing to begin then. Answers whether something is being built. */
async function begin(models: ReadModels, projection: string, { cancel }: RebuildOptions): Promise<boolean> {
  if (cancel) {
    await models.cancel(projection);
    return false;
  }
  const isGoingOn = !models.inBackground && (await models.projection(projection)).rebuild !== null;
  if (!isGoingOn) await models.rebuild(projection);
  return true;
}

/** @throws CliError exit code 1 when somebody else has broken it off */
async function watch(cli: Cli, models: ReadModels, projection: string): Promise<ProjectionRow> {
  const before = await models.projection(projection);
  for (;;) {
    const row = await models.projection(projection);
    if (row.rebuild === null) {
      if (cli.terminal) cli.error('\r\u001b[K');
      if (row.generation === before.generation && before.rebuild !== null) throw new CliError(EXIT.bad, `the rebuild of ${projection} was cancelled`);
      return row;
    }
    if (cli.terminal) cli.error(`\r\u001b[K${progressOf(row.rebuild)}`);
    await pause(EVERY);
  }
}

function progressOf({ done, eventsPerSecond, estimatedSecondsLeft }: NonNullable<ProjectionRow['rebuild']>): string {
  const left = estimatedSecondsLeft === null ? '' : `, ${estimatedSecondsLeft} s left`;
  return `${(done * 100).toFixed(1)} %, ${eventsPerSecond} events/s${left}`;
}

function lineOf({ name, generation, version, rebuild }: ProjectionRow): string {
  const read = `generation ${generation} of ${name} (version ${version}) is read`;
  return rebuild === null ? read : `${read}; the next one is being built: ${progressOf(rebuild)}`;
}
