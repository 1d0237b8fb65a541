import { signatureFault, type SignatureFault } from './checkpoint.js';
import { hashOfSigned, type NumberedCheckpoint } from './checkpoint-log.js';
import type { CoverFault } from './covered-record.js';

export type CheckpointFault =
  | SignatureFault
  | CoverFault
  /** It is no checkpoint of this form. */
  | 'FORM'
  /** It does not continue the one before it: one is missing, or was put in. */
  | 'PREVIOUS'
  /** The file has it, the record does not. */
  | 'NOT_IN_RECORD';

/** What is wrong with a checkpoint of the record or of a file. */
export interface CheckpointFinding {
  readonly source: 'record' | 'file';
  /** Revision on the stream of checkpoints, or line of the file, both from 0. */
  readonly checkpoint: number;
  readonly reason: CheckpointFault;
}

/**
 * Verifies checkpoints by themselves: form, signatures, and that each continues the one before it.
 * @param keyId the only key to trust; undefined only when there is no checkpoint at all
 */
export function seriesFindings(
  source: 'record' | 'file',
  series: readonly NumberedCheckpoint[],
  keyId: string | undefined,
): readonly CheckpointFinding[] {
  const findings: CheckpointFinding[] = [];
  const found = (checkpoint: number, reason: CheckpointFault): void => void findings.push({ source, checkpoint, reason });
  for (const [index, { number, signed }] of series.entries()) {
    if (signed === undefined) {
      found(number, 'FORM');
      continue;
    }
    const signature = signatureFault(signed, keyId);
    if (signature !== undefined) found(number, signature);
    const before = series[index - 1];
    // A file may begin in the middle, the record does not.
    const expected = before === undefined ? (source === 'record' ? null : signed.checkpoint.previous) : hashOfSigned(before);
    if (signed.checkpoint.previous !== expected) found(number, 'PREVIOUS');
  }
  return findings;
}

/** Checkpoints of a file that the record does not have. */
export function missingInRecord(record: readonly NumberedCheckpoint[], file: readonly NumberedCheckpoint[]): readonly CheckpointFinding[] {
  const known = new Set(record.map(hashOfSigned));
  return file
    .filter((each) => each.signed !== undefined && !known.has(hashOfSigned(each)))
    .map(({ number }) => ({ source: 'file', checkpoint: number, reason: 'NOT_IN_RECORD' }));
}
