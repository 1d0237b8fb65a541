import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventRegistry, eventIdOf, firstHash, type EventType } from '#event-sourcing';
import type { StoredEvent } from '#eventstore/port.js';
import { allEventTypes } from '#orchestration';
import { repositoryRoot } from '../support/repository-root.js';
import { sampleOf } from './sample-data.js';
import { SAMPLES } from './samples.js';

export const GOLDEN_DIRECTORY = join(repositoryRoot, 'libs', 'domain', 'golden');
export const HASHES = join(GOLDEN_DIRECTORY, 'hashes.json');

/** An event as it stood in a store, byte for byte. */
export type GoldenEvent = Omit<StoredEvent, 'position'>;

export const goldenFile = (type: string, version: number): string => `${type}.v${version}.json`;

export const goldenFiles = (): readonly string[] =>
  readdirSync(GOLDEN_DIRECTORY)
    .filter((name) => /\.v\d+\.json$/.test(name))
    .toSorted();

export const readGolden = (file: string): GoldenEvent => JSON.parse(readFileSync(join(GOLDEN_DIRECTORY, file), 'utf8')) as GoldenEvent;

export const hashOfFile = (file: string): string =>
  createHash('sha256')
    .update(readFileSync(join(GOLDEN_DIRECTORY, file)))
    .digest('hex');

export const recordedHashes = (): Readonly<Record<string, string>> => JSON.parse(readFileSync(HASHES, 'utf8')) as Record<string, string>;

/** An event of the type's present version, as a store would get it today. */
export function newGolden(type: EventType): GoldenEvent {
  const stream = 'device-TEST1024000000001';
  const data = { ...(sampleOf(type.schema) as object), ...SAMPLES[type.type] };
  const commandId = 'aaaaaaaa-0000-4000-8000-000000000001';
  const time = '2026-01-01T12:00:00.000Z';
  const origin = { commandId, correlationUid: commandId, causationId: commandId, actor: 'operations/demo/-', occurredAt: time, recordedAt: time };
  const place = { stream, revision: 0, prevHash: firstHash(stream), eventId: eventIdOf(commandId, 0) };
  const { id, type: name, data: text, metadata } = new EventRegistry(allEventTypes).encode({ type: type.type, data }, { ...place, ...origin });
  return { stream, revision: 0, id, type: name, data: text, metadata };
}
