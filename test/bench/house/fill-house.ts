import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import type { DeviceEvent } from '#domain';
import { EventRegistry, eventIdOf, firstHash, silentLog, uuidv7 } from '#event-sourcing';
import { allEventTypes, deviceStream } from '#orchestration';
import { parseMasterKeys } from '#security';
import { openStores } from '#stores';
import { TEST_MASTER_KEY } from '../../support/platform-process.js';
import { acceptance, registration, type Waiting } from './device-life.js';
import { deviceName } from './device-name.js';

/** The record is a minute old when it is read: nothing that waits has aged yet. */
const AGE = 60_000;

/** What a client wants: the events of one command. */
interface Command {
  readonly uid: string;
  readonly events: readonly DeviceEvent[];
}

/**
 * Fills an empty data directory with registered devices, and for some of them a command that waits, as the platform would have recorded them:
 * sealed by the same registry, chained by their hashes, but written with plain SQL, without an fsync for each. Read models are left to whoever
 * opens it.
 */
export async function fillHouse(data: string, devices: number, waiting: (index: number) => Waiting | undefined = () => undefined): Promise<void> {
  await (await openStores({ data, masterKeys: parseMasterKeys(TEST_MASTER_KEY), log: silentLog })).close();
  const db = new DatabaseSync(join(data, 'events.db'));
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; BEGIN');
  const write = writer(db);
  const start = Date.now() - AGE;
  for (let index = 0; index < devices; index++) {
    const waits = waiting(index);
    const [first, second] = [uuidv7(start), uuidv7(start)];
    const commands: Command[] = [{ uid: first, events: registration(index, first, start) }];
    if (waits !== undefined) commands.push({ uid: second, events: acceptance(index, waits, second, start) });
    write(deviceStream(deviceName(index)), start, commands);
  }
  db.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
}

/** Writes a stream that does not exist yet. */
function writer(db: DatabaseSync): (stream: string, at: number, commands: readonly Command[]) => void {
  const registry = new EventRegistry(allEventTypes);
  const insertStream = db.prepare('INSERT INTO event_streams (name) VALUES (?)');
  const insert = db.prepare('INSERT INTO events (stream, revision, type, id, data, metadata) VALUES (?, ?, ?, ?, ?, ?)');
  return (stream, at, commands) => {
    const id = insertStream.run(stream).lastInsertRowid;
    const time = new Date(at).toISOString();
    let prevHash = firstHash(stream);
    let revision = 0;
    for (const { uid, events } of commands) {
      const origin = { commandId: uid, correlationUid: uid, causationId: null, actor: 'operations/bench/-', occurredAt: time, recordedAt: time };
      for (const [index, event] of events.entries()) {
        const sealed = registry.seal(event, { ...origin, stream, revision, prevHash, eventId: eventIdOf(uid, index) });
        const { type, id: eventId, data, metadata } = sealed.event;
        insert.run(id, revision++, type, eventId, data, metadata);
        prevHash = sealed.hash;
      }
    }
  };
}
