import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { eventsWriterModule, openEmbeddedEventStore } from '#eventstore';
import { openSqliteFile } from '#sqlite';
import { deviceName } from './house/device-name.js';

/** Devices of the history. */
const DEVICES = 10_000;
/** Events of one command: accepted, an attempt, what the meter said, the end. */
const PER_COMMAND = 4;
const BLOCK = 100_000;
const START = Date.UTC(2026, 0, 1);

/**
 * Fills an empty data directory with a history as the platform writes it: commands of {@link DEVICES} devices in turn, 4 events each, an actual
 * read in between. Written with plain SQL: the texts have the form and the length of sealed events, but their hashes are not those of a chain.
 */
export async function writeHistory(directory: string, events: number, progress: (text: string) => void): Promise<void> {
  const path = join(directory, 'events.db');
  const file = await openSqliteFile({ path, synchronous: 'NORMAL', modules: { events: eventsWriterModule } });
  await (await openEmbeddedEventStore(file)).close();
  await file.close();
  const db = new DatabaseSync(path);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000');
  db.exec('BEGIN');
  const stream = db.prepare('INSERT INTO event_streams (id, name) VALUES (?, ?)');
  for (let device = 0; device < DEVICES; device += 1) stream.run(device + 1, `device-${deviceName(device)}`);
  const insert = db.prepare('INSERT INTO events (stream, revision, type, id, data, metadata) VALUES (?, ?, ?, ?, ?, ?)');
  for (let n = 0; n < events; n += PER_COMMAND) {
    const command = n / PER_COMMAND;
    const device = command % DEVICES;
    const revision = Math.floor(command / DEVICES) * PER_COMMAND;
    writeCommand(command, (index, type, data, metadata, id) => insert.run(device + 1, revision + index, type, id, data, metadata));
    if (n % BLOCK === 0) {
      db.exec('COMMIT; BEGIN');
      if (n > 0 && n % 1_000_000 === 0) progress(`${n / 1_000_000} million events written`);
    }
  }
  db.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
}

type Write = (index: number, type: string, data: string, metadata: string, id: string) => void;

function writeCommand(command: number, write: Write): void {
  const uid = uuidOf(command);
  const at = START + command * 250;
  const digest = createHash('sha256').update(uid).digest('hex');
  const hashOf = (index: number): string => `${index.toString(16)}${digest.slice(1)}`;
  const event = (index: number, type: string, actor: string, data: string): void => {
    const id = `${uid.slice(0, 34)}${(index + 16).toString(16)}`;
    const time = new Date(at + index * 1_500).toISOString();
    const metadata =
      `{"actor":"${actor}","causationId":null,"commandId":"${uid}","correlationUid":"${uid}","eventId":"${id}","hash":"${hashOf(index)}",` +
      `"occurredAt":"${time}","prevHash":"${hashOf(index + 1)}","recordedAt":"${time}","schemaVersion":1,"type":"${type}"}`;
    write(index, type, data, metadata, id);
  };
  const log = new Date(at + 2_000).toISOString().slice(0, 19);
  const expires = new Date(at + 604_800_000).toISOString();
  event(
    0,
    'CommandAccepted',
    'operations/billing/-',
    `{"data":null,"expiresAt":"${expires}","operation":"GetActualMeterReads","options":{"bypassRetry":false,"priority":4},"requestHash":"${digest}"}`,
  );
  event(1, 'AttemptStarted', 'meterlog/orchestrator', `{"attempt":1,"leaseToken":"${uid}","sessionDevice":"${deviceName(command % DEVICES)}"}`);
  const value = `${1_000 + (command % 9_000)}.${String(command % 1_000).padStart(3, '0')}`;
  event(
    2,
    'MeterReadsCollected',
    'meterlog/gateway',
    `{"channel":null,"kind":"ACTUAL","reads":[{"activeEnergyExport":"${value}","activeEnergyExportTariffOne":"${value}","activeEnergyExportTariffTwo":"${value}",` +
      `"activeEnergyImport":"${value}","activeEnergyImportTariffOne":"${value}","activeEnergyImportTariffTwo":"${value}","logTime":"${log}.000+01:00"}],"unit":"KWH"}`,
  );
  event(3, 'CommandSucceeded', 'meterlog/orchestrator', `{"responseRef":{"bytes":612,"sha256":"${digest}"}}`);
}

/** In the order of time, as the uids of the platform are. */
function uuidOf(command: number): string {
  const hex = command.toString(16).padStart(12, '0');
  const tail = Math.imul(command + 1, 0x9e3779b1) >>> 0;
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7${tail.toString(16).padStart(8, '0').slice(0, 3)}-8${hex.slice(9)}-${tail.toString(16).padStart(8, '0')}0000`;
}
