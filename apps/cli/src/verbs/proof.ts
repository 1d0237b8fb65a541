import { writeFileSync } from 'node:fs';
import {
  CoverError,
  coveredRecord,
  inclusionProof,
  readCheckpoint,
  type CoveredRecord,
  type InclusionProof,
  type NumberedCheckpoint,
} from '#event-sourcing';
import { deviceStream } from '#orchestration';
import type { Cli, Common } from '../cli.js';
import { CliError, EXIT } from '../cli-error.js';
import { wholeNumber } from '../option-values.js';
import { Progress } from '../progress.js';
import type { OpenRecord } from '../record.js';

interface ProofOptions extends Common {
  readonly checkpoint?: number;
  readonly out?: string;
}

export function proofVerb(cli: Cli): void {
  cli
    .verb(
      'proof <device>',
      'proves the history of a device by a checkpoint: one JSON file for verify-proof',
      'proof TEST1024000000001 --out proof.json',
    )
    .option('--checkpoint <n>', 'number of the checkpoint (default: the newest)', wholeNumber)
    .option('--out <file>', 'where to write it (default: to standard output)')
    .action((device: string, options: ProofOptions) =>
      cli.reading(options, async (record, output) => {
        const progress = new Progress(cli.terminal ? cli.error : undefined, 'events', await record.store.head());
        const { number, proof } = await proofOf(record, device, options.checkpoint, progress);
        progress.end();
        const text = `${JSON.stringify(proof)}\n`;
        if (options.out === undefined) {
          cli.out(text);
          return EXIT.good;
        }
        write(options.out, text);
        const shown = { file: options.out, stream: proof.stream, events: proof.events.length, checkpoint: number, bytes: Buffer.byteLength(text) };
        output.row(shown, () => `${options.out}: ${shown.events} events of device ${device}, proven by checkpoint ${number}`);
        return EXIT.good;
      }),
    );
}

interface Proven {
  readonly number: number;
  readonly proof: InclusionProof;
}

/** @throws CliError exit code 1 when nothing proves it, or the record is not what was signed */
async function proofOf({ store }: OpenRecord, device: string, number: number | undefined, progress: Progress): Promise<Proven> {
  const checkpoint = await readCheckpoint(store, number);
  if (checkpoint === undefined) {
    const none = number === undefined ? 'there is no checkpoint yet: meterlog checkpoint makes one' : `there is no checkpoint ${number}`;
    throw new CliError(EXIT.bad, none);
  }
  try {
    const covered = await cover(store, checkpoint, progress);
    const proof = await inclusionProof(store, deviceStream(device), covered);
    if (proof === undefined) throw new CliError(EXIT.bad, `checkpoint ${checkpoint.number} covers nothing of device ${device}`);
    return { number: checkpoint.number, proof };
  } catch (error) {
    if (error instanceof CoverError) throw new CliError(EXIT.bad, `${error.message} (checkpoint ${checkpoint.number})`);
    throw error;
  }
}

function cover(store: OpenRecord['store'], { number, signed }: NumberedCheckpoint, progress: Progress): Promise<CoveredRecord> {
  if (signed === undefined) throw new CliError(EXIT.bad, `event ${number} of the stream of checkpoints is no checkpoint`);
  return coveredRecord(store, signed, (events) => progress.show(events));
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new CliError(EXIT.cannotOpen, `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
