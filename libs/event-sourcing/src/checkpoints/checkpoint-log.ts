import type { EventStore, StoredEvent } from '#eventstore/port.js';
import { readStreamPages } from '../repository/read-stream.js';
import { checkpointHash, CHECKPOINTS_STREAM, isSignedCheckpoint, type SignedCheckpoint } from './checkpoint.js';

/** A checkpoint and where it stands. */
export interface NumberedCheckpoint {
  /** Revision of the stream of checkpoints, or place in a file, from 0. */
  readonly number: number;
  /** Undefined: what stands there is no checkpoint of this form. */
  readonly signed: SignedCheckpoint | undefined;
}

/** The checkpoint in a JSON text; undefined when it holds none. */
export function checkpointOf(text: string): SignedCheckpoint | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isSignedCheckpoint(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const numbered = ({ revision, data }: StoredEvent): NumberedCheckpoint => ({ number: revision, signed: checkpointOf(data) });

/** The last checkpoint of a store, or the one with this number. */
export async function readCheckpoint(store: EventStore, number?: number): Promise<NumberedCheckpoint | undefined> {
  const place = number === undefined ? ({ direction: 'backward' } as const) : { from: number };
  const [event] = await store.readStream(CHECKPOINTS_STREAM, { ...place, limit: 1 });
  return event === undefined || (number !== undefined && event.revision !== number) ? undefined : numbered(event);
}

/** The newest checkpoints, or the newest before the one with the number `before`; newest first. */
export async function newestCheckpoints(store: EventStore, limit: number, before?: number): Promise<readonly NumberedCheckpoint[]> {
  if (before === 0) return [];
  const from = before === undefined ? {} : { from: before - 1 };
  return (await store.readStream(CHECKPOINTS_STREAM, { direction: 'backward', limit, ...from })).map(numbered);
}

/** All checkpoints of a store, oldest first. They are read, not verified. */
export async function readCheckpoints(store: EventStore): Promise<readonly NumberedCheckpoint[]> {
  const found: NumberedCheckpoint[] = [];
  for await (const page of readStreamPages(store, CHECKPOINTS_STREAM)) found.push(...page.map(numbered));
  return found;
}

/**
 * The lines of a checkpoint file. What a crash or a full disk cut off does not count: a last line without its line feed that is no checkpoint, or
 * the beginning of the line that follows it, which the next attempt wrote as a whole.
 */
export function checkpointLines(text: string): readonly NumberedCheckpoint[] {
  const lines = text.split('\n');
  const isCutOff = (index: number): boolean => lines[index + 1]?.startsWith(lines[index] ?? '') ?? true;
  const numbered = lines.map((line, number) => ({ number, signed: checkpointOf(line) }));
  return numbered.filter(({ signed }, index) => signed !== undefined || !isCutOff(index));
}

/** The key that a series begins with: it never changes, not even in a copy of the record. Undefined when there is no checkpoint. */
export const firstKeyId = (series: readonly NumberedCheckpoint[]): string | undefined =>
  series.find(({ signed }) => signed !== undefined)?.signed?.checkpoint.keyId;

export const hashOfSigned = ({ signed }: NumberedCheckpoint): string | null => (signed === undefined ? null : checkpointHash(signed.checkpoint));
