import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { StoredEvent } from '#eventstore/port.js';
import { parseEnvelope } from '../registry/stored-envelope.js';
import type { Snapshot } from './snapshot-store.js';
import type { Loaded } from './stream-repository.js';

/** SHA-256 over the stream and all that a snapshot says, hex: finds what was spoilt, and what belongs to another stream. */
export function snapshotDigest(stream: string, { version, revision, position, hash, state }: Omit<Snapshot, 'digest'>): string {
  return createHash('sha256')
    .update(JSON.stringify([stream, version, revision, position, hash, state]), 'utf8')
    .digest('hex');
}

/** The snapshot of a fold; undefined when JSON does not hold the state exactly. */
export function snapshotOf(stream: string, version: number, { state, revision, position, hash }: Loaded<unknown>): Snapshot | undefined {
  const text = JSON.stringify(state);
  if (!isDeepStrictEqual(JSON.parse(text), state)) return undefined;
  const snapshot = { version, revision, position, hash, state: text };
  return { ...snapshot, digest: snapshotDigest(stream, snapshot) };
}

/** Whether a snapshot may be read at all, as far as it shows by itself. */
export function isSound(stream: string, version: number, snapshot: Snapshot): boolean {
  return (
    snapshot.version === version &&
    Number.isSafeInteger(snapshot.revision) &&
    snapshot.revision >= 0 &&
    snapshotDigest(stream, snapshot) === snapshot.digest
  );
}

/**
 * The fold that a sound snapshot holds, if `event` is the one that it was taken after: the record decides, not the snapshot.
 * `State` is what the decider of this version wrote.
 */
export function foldFrom<State>(snapshot: Snapshot, event: StoredEvent | undefined): Loaded<State> | undefined {
  if (event === undefined || event.revision !== snapshot.revision || parseEnvelope(event).hash !== snapshot.hash) return undefined;
  const { revision, position } = event;
  return { state: JSON.parse(snapshot.state) as State, revision, position, hash: snapshot.hash };
}
