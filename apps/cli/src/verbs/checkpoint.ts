import { silentLog, systemClock, type NumberedCheckpoint, type SignedCheckpoint } from '#event-sourcing';
import { Checkpointer, CheckpointRefusedError } from '#orchestration';
import { savedStreamHeads } from '#projections';
import type { Cli, Common } from '../cli.js';
import { CliError, EXIT } from '../cli-error.js';
import { openForWriting } from '../open-for-writing.js';
import { PlatformApi } from '../platform-api.js';

interface CheckpointOptions extends Common {
  readonly checkpointFile?: string;
}

interface Made {
  readonly created: boolean;
  readonly checkpoint: (SignedCheckpoint & { readonly number: number }) | null;
}

export function checkpointVerb(cli: Cli): void {
  cli
    .verb('checkpoint', 'signs all that has happened since the last checkpoint', 'checkpoint --checkpoint-file checkpoints.jsonl')
    .option(
      '--checkpoint-file <file>',
      'also written to, unless a platform runs: it has its own setting',
      cli.environment['METERLOG_CHECKPOINT_FILE'],
    )
    .action((options: CheckpointOptions) =>
      cli.run(options, async (output) => {
        const { created, checkpoint } = (await directly(cli, options)) ?? (await throughThePlatform(cli, options));
        output.row({ created, checkpoint }, () => {
          if (checkpoint === null) return 'nothing is recorded yet: there is nothing to sign';
          const { at, events, streams } = checkpoint.checkpoint;
          const what = created ? 'was made' : 'is the last: nothing has happened since';
          return `checkpoint ${checkpoint.number} of ${at} ${what}. It covers the first ${events} events, ${streams} streams`;
        });
        return EXIT.good;
      }),
    );
}

/** Undefined when a platform holds the directory. @throws CliError */
async function directly(cli: Cli, options: CheckpointOptions): Promise<Made | undefined> {
  const stores = await openForWriting(cli, options);
  if (stores === undefined) return undefined;
  const { events: store, reads, signingKey: signer } = stores;
  try {
    const saved = await savedStreamHeads(reads);
    const maker = new Checkpointer({ store, signer, saved, clock: systemClock, log: silentLog, file: options.checkpointFile });
    const { created, checkpoint } = await maker.make('meterlog/cli');
    return { created, checkpoint: viewOf(checkpoint) };
  } catch (error) {
    if (error instanceof CheckpointRefusedError) throw new CliError(EXIT.bad, error.message);
    throw error;
  } finally {
    await stores.close();
  }
}

const viewOf = (checkpoint: NumberedCheckpoint | undefined): Made['checkpoint'] =>
  checkpoint?.signed === undefined ? null : { number: checkpoint.number, ...checkpoint.signed };

/** The platform answers what {@link Made} says. */
async function throughThePlatform(cli: Cli, options: CheckpointOptions): Promise<Made> {
  const { body } = await new PlatformApi(cli, options).send('POST', '/v1/checkpoints');
  return body as Made;
}
