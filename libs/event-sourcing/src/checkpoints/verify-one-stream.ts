import type { EventStore } from '#eventstore/port.js';
import { verifyStream, type ChainHead } from '../chain/verify-stream.js';
import { readStreamPages } from '../repository/read-stream.js';
import { signatureFault } from './checkpoint.js';
import { firstKeyId, readCheckpoints, type NumberedCheckpoint } from './checkpoint-log.js';
import type { CheckpointFinding } from './checkpoint-series.js';
import { CoverError, coveredRecord } from './covered-record.js';
import { claimedHead, type ChainBreak } from './record-fold.js';

export interface VerifyStreamOptions {
  /** Checkpoints that were kept elsewhere, oldest first: the newest counts. Default: those of the record itself. */
  readonly file?: readonly NumberedCheckpoint[];
  /** The only key to trust; default: the one of the first checkpoint. */
  readonly keyId?: string;
  /** Hears how many events of the record were read to compare it with the checkpoint. */
  readonly onEvents?: (events: number) => void;
}

export interface StreamVerdict {
  readonly events: number;
  readonly broken: ChainBreak | null;
  /** What is wrong with the checkpoint, or between it and the record. */
  readonly checkpoint: CheckpointFinding | null;
  /** Last revision that a checkpoint proves; null: none does. */
  readonly coveredTo: number | null;
  /** First revision that no checkpoint covers, where the end may have been cut off unseen; null when the newest event is covered. */
  readonly uncoveredSince: number | null;
}

interface Cover {
  readonly head: ChainHead | undefined;
  readonly source: CheckpointFinding['source'];
  readonly number: number;
  readonly finding: CheckpointFinding | null;
}

/** The head of a stream as the newest checkpoint signed it. */
async function coverOf(store: EventStore, stream: string, options: VerifyStreamOptions): Promise<Cover> {
  const { file, onEvents } = options;
  const source = file === undefined ? 'record' : 'file';
  const series = file ?? (await readCheckpoints(store));
  const newest = series.at(-1);
  if (newest === undefined) return { head: undefined, source, number: 0, finding: null };
  const { number } = newest;
  const finding = (reason: CheckpointFinding['reason']): Cover => ({
    head: undefined,
    source,
    number,
    finding: { source, checkpoint: number, reason },
  });
  if (newest.signed === undefined) return finding('FORM');
  const signature = signatureFault(newest.signed, options.keyId ?? firstKeyId(series));
  if (signature !== undefined) return finding(signature);
  try {
    const covered = await coveredRecord(store, newest.signed, onEvents);
    return { head: covered.heads.get(stream), source, number, finding: null };
  } catch (error) {
    if (!(error instanceof CoverError)) throw error;
    return finding(error.reason);
  }
}

/** Verifies the chain of one stream, and how far the newest checkpoint proves that nothing of it is missing. */
export async function verifyOneStream(store: EventStore, stream: string, options: VerifyStreamOptions = {}): Promise<StreamVerdict> {
  const { head: signed, source, number, finding } = await coverOf(store, stream, options);
  let head: ChainHead | undefined;
  let broken: ChainBreak | null = null;
  let events = 0;
  let isSigned = false;
  for await (const page of readStreamPages(store, stream)) {
    events += page.length;
    if (broken !== null) continue;
    const verdict = verifyStream(page, head === undefined ? {} : { from: head });
    if (verdict.ok) head = verdict.head;
    else broken = { stream, revision: verdict.revision, reason: verdict.reason };
    isSigned ||= page.some((event) => event.revision === signed?.revision && claimedHead(event).hash === signed.hash);
  }
  const coveredTo = broken === null && isSigned && signed !== undefined ? signed.revision : null;
  const last = head?.revision ?? -1;
  // The checkpoint fits what is read from all streams at once, and this stream by itself reads otherwise: its index was tampered with.
  const isOther = signed !== undefined && broken === null && !isSigned;
  const checkpoint: CheckpointFinding | null = isOther ? { source, checkpoint: number, reason: 'ROOT' } : finding;
  return { events, broken, checkpoint, coveredTo, uncoveredSince: last > (coveredTo ?? -1) ? (coveredTo ?? -1) + 1 : null };
}
