import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import type { DeviceEvent } from '#domain';
import { EventRegistry, eventIdOf, firstHash, silentLog, uuidv7 } from '#event-sourcing';
import { allEventTypes, deviceStream } from '#orchestration';
import { parseMasterKeys } from '#security';
import { openStores } from '#stores';
import { TEST_MASTER_KEY } from '../../support/platform-process.js';
import { registration, waitingCommand } from './device-life.js';
import { deviceName } from './device-name.js';

export interface Filling {
  readonly devices: number;
  /** Commands that wait, of the devices in turn; default none. */
  readonly waiting?: number;
  /** When each of them is due, epoch ms; undefined: at once. */
  readonly dueAt?: (index: number) => number | undefined;
  readonly priority?: number;
}

const BLOCK = 50_000;
/** The record is an hour old when it is read. */
const AGE = 3_600_000;

/**
 * Fills an empty data directory with registered devices and commands that wait, as the platform would have recorded them: sealed by the same
 * registry, chained by their hashes, but written with plain SQL, without an fsync for each. Read models are left to whoever opens it.
 */
export async function fillHouse(data: string, { devices, waiting = 0, dueAt, priority }: Filling, progress: (text: string) => void): Promise<void> {
  await (await openStores({ data, masterKeys: parseMasterKeys(TEST_MASTER_KEY), log: silentLog })).close();
  const db = new DatabaseSync(join(data, 'events.db'));
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; BEGIN');
  const write = writer(db);
  const start = Date.now() - AGE;
  const heads: Head[] = [];
  const step = (done: number, what: string): void => {
    if (done % BLOCK !== 0 || done === 0) return;
    db.exec('COMMIT; BEGIN');
    progress(`${done} ${what} written`);
  };
  for (let index = 0; index < devices; index++) {
    const uid = uuidv7(start);
    heads.push(write(newStream(db, deviceName(index)), uid, start, registration(index, uid, start)));
    step(index, 'devices');
  }
  for (let index = 0; index < waiting; index++) {
    const device = index % devices;
    const at = start + 1 + index;
    const uid = uuidv7(at);
    const due = dueAt?.(index);
    const command = waitingCommand(uid, at, { ...(due === undefined ? {} : { dueAt: due }), ...(priority === undefined ? {} : { priority }) });
    heads[device] = write(heads[device] ?? missing(device), uid, at, command);
    step(index, 'commands');
  }
  db.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
}

/** The end of a stream. */
interface Head {
  readonly id: number;
  readonly stream: string;
  readonly revision: number;
  readonly hash: string;
}

function newStream(db: DatabaseSync, deviceIdentification: string): Head {
  const stream = deviceStream(deviceIdentification);
  const id = Number(db.prepare('INSERT INTO event_streams (name) VALUES (?)').run(stream).lastInsertRowid);
  return { id, stream, revision: -1, hash: firstHash(stream) };
}

function writer(db: DatabaseSync): (head: Head, uid: string, at: number, events: readonly DeviceEvent[]) => Head {
  const registry = new EventRegistry(allEventTypes);
  const insert = db.prepare('INSERT INTO events (stream, revision, type, id, data, metadata) VALUES (?, ?, ?, ?, ?, ?)');
  return ({ id, stream, revision: last, hash }, uid, at, events) => {
    const time = new Date(at).toISOString();
    const origin = { commandId: uid, correlationUid: uid, causationId: null, actor: 'operations/bench/-', occurredAt: time, recordedAt: time };
    let [revision, prevHash] = [last, hash];
    for (const [index, event] of events.entries()) {
      const sealed = registry.seal(event, { ...origin, stream, revision: ++revision, prevHash, eventId: eventIdOf(uid, index) });
      const { type, id: eventId, data, metadata } = sealed.event;
      insert.run(id, revision, type, eventId, data, metadata);
      prevHash = sealed.hash;
    }
    return { id, stream, revision, hash: prevHash };
  };
}

function missing(device: number): never {
  throw new Error(`device ${device} was not written`);
}
