import { generateKeyPairSync, sign } from 'node:crypto';
import { Type } from '@sinclair/typebox';
import type { EventStore, StoredEvent } from '#eventstore/port.js';
import { firstHash } from '../../chain/event-hash.js';
import { EventRegistry } from '../../registry/event-registry.js';
import { eventType } from '../../registry/event-type.js';
import { eventIdOf } from '../../uuid.js';
import {
  checkpointEventTypes,
  checkpointHash,
  CHECKPOINTS_STREAM,
  keyIdOf,
  signCheckpoint,
  type CheckpointSigner,
  type SignedCheckpoint,
} from '../checkpoint.js';
import { RecordFold, recordPages } from '../record-fold.js';

export const Noted = eventType('Noted', Type.Object({ text: Type.String(), n: Type.Number() }));
const registry = new EventRegistry([Noted, ...checkpointEventTypes]);
const TIME = '2026-01-01T00:00:00.000Z';

/** Continues a stream, as stored, by events with this data. */
export function sealed(stream: string, type: string, data: readonly unknown[], before?: StoredEvent): StoredEvent[] {
  let prevHash = before === undefined ? firstHash(stream) : (JSON.parse(before.metadata) as { hash: string }).hash;
  return data.map((each, index) => {
    const revision = (before?.revision ?? -1) + 1 + index;
    const origin = { commandId: 'c', correlationUid: 'u', causationId: null, actor: 'grid/api/anna', occurredAt: TIME, recordedAt: TIME };
    const { event, hash } = registry.seal({ type, data: each }, { stream, revision, prevHash, eventId: eventIdOf(stream, revision), ...origin });
    prevHash = hash;
    return { ...event, stream, revision, position: revision + 1 };
  });
}

/** The first events of a stream that notes numbers. */
export const noted = (stream: string, count: number): StoredEvent[] =>
  sealed(
    stream,
    'Noted',
    Array.from({ length: count }, (_, n) => ({ text: `nö${n}`, n })),
  );

/** Appends events as they are, the last of the same stream being `before` them. */
export async function append(store: EventStore, events: readonly StoredEvent[]): Promise<void> {
  for (const { stream, revision, id, type, data, metadata } of events)
    await store.append(stream, [{ id, type, data, metadata }], revision === 0 ? 'no-stream' : revision - 1);
}

/** A signer with a key of its own. */
export function signer(): CheckpointSigner {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const der = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  return { publicKey: der, keyId: keyIdOf(der) ?? '', sign: (bytes) => sign(null, bytes, privateKey) };
}

/** Signs all that the store holds and records it, as the platform does. */
export async function checkpointed(store: EventStore, by: CheckpointSigner): Promise<SignedCheckpoint> {
  const fold = new RecordFold('verified');
  for await (const page of recordPages(store)) fold.add(page);
  const { root, size } = await fold.heads.tree();
  const last = (await store.readStream(CHECKPOINTS_STREAM, { direction: 'backward', limit: 1 }))[0];
  const previous = last === undefined ? null : checkpointHash((JSON.parse(last.data) as SignedCheckpoint).checkpoint);
  const signed = signCheckpoint(by, { at: TIME, events: fold.events, position: `p${fold.position}`, streams: size, root, previous });
  await append(store, sealed(CHECKPOINTS_STREAM, 'CheckpointSigned', [signed], last));
  return signed;
}
