import { verifyOneStream, verifyRecord, type CheckpointFinding, type ChainBreak, type VerifyRecordOptions } from '#event-sourcing';
import { deviceStream } from '#orchestration';
import { checkpointsIn, keyIdIn } from '../checkpoint-input.js';
import type { Cli, Common } from '../cli.js';
import { CliError, EXIT } from '../cli-error.js';
import { wholeNumber } from '../option-values.js';
import type { Output } from '../output.js';
import { Progress } from '../progress.js';
import type { OpenRecord } from '../record.js';

interface VerifyOptions extends Common {
  readonly all?: true;
  readonly checkpoint?: string;
  readonly publicKey?: string;
  readonly roots?: number;
}

export function verifyVerb(cli: Cli): void {
  cli
    .verb(
      'verify [device]',
      'verifies the history of a device, or of everything, from the stored bytes',
      'verify --all --checkpoint checkpoints.jsonl',
    )
    .option('--all', 'every stream, and every checkpoint')
    .option('--checkpoint <file>', 'checkpoints that were kept elsewhere (METERLOG_CHECKPOINT_FILE): prove that no end was cut off')
    .option('--public-key <file>', 'the only key to trust (PEM, GET /v1/checkpoints/public-key); default: the key of the first checkpoint')
    .option('--roots <n>', 'with --all: how many of the newest checkpoints are compared with the record (default 20)', wholeNumber)
    .action((device: string | undefined, options: VerifyOptions) => {
      if ((device === undefined) !== (options.all === true)) throw new CliError(EXIT.usage, 'give a device, or --all');
      return cli.reading(options, async (record, output) => {
        const progress = new Progress(cli.terminal ? cli.error : undefined, 'events', await record.store.head());
        const how = inputOf(options, progress);
        return device === undefined ? everything(record, how, output, progress) : oneDevice(record, device, how, output, progress);
      });
    });
}

type How = Omit<VerifyRecordOptions, 'onBreak'>;

function inputOf({ checkpoint, publicKey, roots }: VerifyOptions, progress: Progress): How {
  return {
    ...(checkpoint === undefined ? {} : { file: checkpointsIn(checkpoint) }),
    ...(publicKey === undefined ? {} : { keyId: keyIdIn(publicKey) }),
    ...(roots === undefined ? {} : { roots }),
    onEvents: (events) => progress.show(events),
  };
}

function showBreak(found: ChainBreak, output: Output): void {
  output.row(found, () => `${found.stream}: broken at revision ${found.revision} (${found.reason})`);
}

const MEANING: Readonly<Record<CheckpointFinding['reason'], string>> = {
  FORM: 'is no checkpoint',
  KEY: 'is not signed with the key that is trusted',
  SIGNATURE: 'is not what was signed',
  PREVIOUS: 'does not continue the one before it',
  ROOT: 'does not agree with the record: streams were changed, cut off, removed or added below it',
  BEYOND_END: 'covers more events than the record has: some are missing, of the record or at the end of streams',
  NOT_IN_RECORD: 'is not in the record',
};

function showFinding(found: CheckpointFinding, output: Output): void {
  output.row(found, () => `checkpoint ${found.checkpoint} of the ${found.source} ${MEANING[found.reason]} (${found.reason})`);
}

/** Verifies every chain and every checkpoint; exit code 1 when anything is wrong. What no checkpoint covers is told, and is no error. */
async function everything({ store }: OpenRecord, how: How, output: Output, progress: Progress): Promise<number> {
  const verdict = await verifyRecord(store, how);
  progress.end();
  for (const found of verdict.broken) showBreak(found, output);
  for (const found of verdict.checkpoints) showFinding(found, output);
  const { events, streams, covered, uncovered, checkpointsRead, rootsRecomputed } = verdict;
  const [broken, wrong] = [verdict.broken.length, verdict.checkpoints.length];
  output.row({ events, streams, broken, checkpoints: { read: checkpointsRead, rootsRecomputed, wrong }, covered, uncovered }, () => {
    const cover =
      covered === null
        ? 'no checkpoint covers the record'
        : `the checkpoint of ${covered.at} (key ${covered.keyId}) covers the first ${covered.events} events, ${uncovered} are not covered`;
    return [`${events} events in ${streams} streams verified, ${broken} broken`, `${checkpointsRead} checkpoints verified, ${wrong} wrong: ${cover}`];
  });
  return broken + wrong === 0 ? EXIT.good : EXIT.bad;
}

/** Verifies the chain of one device, and the newest checkpoint against the whole record, so that the end of the device's stream is proven, too. */
async function oneDevice({ store }: OpenRecord, device: string, how: How, output: Output, progress: Progress): Promise<number> {
  const { events, broken, checkpoint, coveredTo, uncoveredSince } = await verifyOneStream(store, deviceStream(device), how);
  progress.end();
  if (broken !== null) showBreak(broken, output);
  if (checkpoint !== null) showFinding(checkpoint, output);
  if (events === 0) throw new CliError(EXIT.bad, `nothing is recorded of device ${device}`);
  const wrong = checkpoint === null ? 0 : 1;
  const summary = { events, streams: 1, broken: broken === null ? 0 : 1, checkpoints: { wrong }, coveredTo, uncoveredSince };
  output.row(summary, () => {
    const since = uncoveredSince === null ? '' : `, not covered since revision ${uncoveredSince}`;
    const cover = coveredTo === null ? 'no checkpoint covers it' : `a checkpoint covers it up to revision ${coveredTo}`;
    return `${events} events in 1 stream verified, ${summary.broken} broken: ${cover}${since}`;
  });
  return summary.broken + wrong === 0 ? EXIT.good : EXIT.bad;
}
