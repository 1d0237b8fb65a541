import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import type { DeviceEvent } from '#domain';
import { EventRegistry, eventIdOf, firstHash, silentLog, uuidv7 } from '#event-sourcing';
import { allEventTypes, deviceStream } from '#orchestration';
import { parseMasterKeys } from '#security';
import { openStores } from '#stores';
import { TEST_MASTER_KEY } from '../../support/platform-process.js';
import { registration } from './device-life.js';
import { deviceName } from './device-name.js';

/** The record is an hour old when it is read. */
const AGE = 3_600_000;

/**
 * Fills an empty data directory with registered devices, as the platform would have recorded them: sealed by the same registry, chained by their
 * hashes, but written with plain SQL, without an fsync for each. Read models are left to whoever opens it.
 */
export async function fillHouse(data: string, devices: number): Promise<void> {
  await (await openStores({ data, masterKeys: parseMasterKeys(TEST_MASTER_KEY), log: silentLog })).close();
  const db = new DatabaseSync(join(data, 'events.db'));
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; BEGIN');
  const write = writer(db);
  const start = Date.now() - AGE;
  for (let index = 0; index < devices; index++) {
    const uid = uuidv7(start);
    write(deviceStream(deviceName(index)), uid, start, registration(index, uid, start));
  }
  db.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
}

/** Writes a stream that does not exist yet. */
function writer(db: DatabaseSync): (stream: string, uid: string, at: number, events: readonly DeviceEvent[]) => void {
  const registry = new EventRegistry(allEventTypes);
  const insertStream = db.prepare('INSERT INTO event_streams (name) VALUES (?)');
  const insert = db.prepare('INSERT INTO events (stream, revision, type, id, data, metadata) VALUES (?, ?, ?, ?, ?, ?)');
  return (stream, uid, at, events) => {
    const id = insertStream.run(stream).lastInsertRowid;
    const time = new Date(at).toISOString();
    const origin = { commandId: uid, correlationUid: uid, causationId: null, actor: 'operations/bench/-', occurredAt: time, recordedAt: time };
    let prevHash = firstHash(stream);
    for (const [revision, event] of events.entries()) {
      const sealed = registry.seal(event, { ...origin, stream, revision, prevHash, eventId: eventIdOf(uid, revision) });
      const { type, id: eventId, data, metadata } = sealed.event;
      insert.run(id, revision, type, eventId, data, metadata);
      prevHash = sealed.hash;
    }
  };
}
