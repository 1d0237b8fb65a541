import type { EventStore } from '#eventstore/port.js';
import { firstKeyId, readCheckpoints, type NumberedCheckpoint } from './checkpoint-log.js';
import { missingInRecord, seriesFindings, type CheckpointFinding } from './checkpoint-series.js';
import { coverFault } from './covered-record.js';
import { RecordFold, recordPages, type ChainBreak } from './record-fold.js';

export interface VerifyRecordOptions {
  /** Checkpoints that were kept elsewhere, oldest first. */
  readonly file?: readonly NumberedCheckpoint[];
  /** The only key to trust; default: the one of the first checkpoint, of the file if there is one. */
  readonly keyId?: string;
  /** Roots to recompute, the newest ones; each costs two hashes per stream. Default 20. The newest covers all that the others do. */
  readonly roots?: number;
  /** Hears how many events were verified so far. */
  readonly onEvents?: (events: number) => void;
  /** Hears of breaks as they are found. */
  readonly onBreak?: (found: ChainBreak) => void;
}

export interface RecordVerdict {
  readonly events: number;
  readonly streams: number;
  readonly broken: readonly ChainBreak[];
  readonly checkpoints: readonly CheckpointFinding[];
  /** The newest checkpoint that the record was found to agree with: its events cannot have been changed or cut off since. */
  readonly covered: { readonly events: number; readonly at: string; readonly keyId: string } | null;
  /** Events after that: their own chains hold, but nothing proves that none is missing at the end of a stream. */
  readonly uncovered: number;
  readonly checkpointsRead: number;
  readonly rootsRecomputed: number;
}

interface Target extends NumberedCheckpoint {
  readonly source: 'record' | 'file';
  readonly signed: NonNullable<NumberedCheckpoint['signed']>;
}

const ROOTS = 20;

function targetsOf(source: Target['source'], series: readonly NumberedCheckpoint[], roots: number): readonly Target[] {
  return series.flatMap(({ number, signed }) => (signed === undefined ? [] : [{ source, number, signed }])).slice(-roots);
}

/** Verifies the whole record: every chain, every checkpoint, and that the heads were those that the checkpoints signed. */
export async function verifyRecord(store: EventStore, options: VerifyRecordOptions = {}): Promise<RecordVerdict> {
  const { file = [], roots = ROOTS, onEvents, onBreak } = options;
  const record = await readCheckpoints(store);
  const keyId = options.keyId ?? firstKeyId(file) ?? firstKeyId(record);
  const findings = [...seriesFindings('record', record, keyId), ...seriesFindings('file', file, keyId), ...missingInRecord(record, file)];
  const targets = [...targetsOf('record', record, roots), ...targetsOf('file', file, roots)];
  const due = Map.groupBy(targets, ({ signed }) => signed.checkpoint.events);
  const broken: ChainBreak[] = [];
  const fold = new RecordFold('verified');
  const forged = new Set(findings.map(({ source, checkpoint }) => `${source} ${checkpoint}`));
  const agreed: NonNullable<RecordVerdict['covered']>[] = [];

  const compare = async (reached: readonly Target[]): Promise<void> => {
    const tree = await fold.heads.tree();
    for (const { source, number, signed } of reached) {
      const fault = coverFault(signed, fold.events, tree);
      if (fault !== undefined) findings.push({ source, checkpoint: number, reason: fault.reason });
      else if (!forged.has(`${source} ${number}`)) agreed.push({ events: fold.events, at: signed.checkpoint.at, keyId: signed.checkpoint.keyId });
    }
  };

  await compare(due.get(0) ?? []);
  for await (const page of recordPages(store, 0, [...due.keys()])) {
    for (const found of fold.add(page)) {
      broken.push(found);
      onBreak?.(found);
    }
    onEvents?.(fold.events);
    const reached = due.get(fold.events);
    if (reached !== undefined) await compare(reached);
  }
  await compare(targets.filter(({ signed }) => signed.checkpoint.events > fold.events));
  const covered = agreed.at(-1) ?? null;
  return {
    events: fold.events,
    streams: fold.heads.size,
    broken,
    checkpoints: findings,
    covered,
    uncovered: fold.events - (covered?.events ?? 0),
    checkpointsRead: record.length + file.length,
    rootsRecomputed: targets.length,
  };
}
