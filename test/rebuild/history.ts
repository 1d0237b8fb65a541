import { join } from 'node:path';
import { deviceEventTypes, type DeviceEvent } from '#domain';
import { EventRegistry, firstHash, uuidv7 } from '#event-sourcing';
import { eventsWriterModule, openEmbeddedEventStore } from '#eventstore';
import type { EventStore, NewEvent } from '#eventstore/port.js';
import { openSqliteFile } from '#sqlite';

const START = Date.UTC(2026, 0, 1);
/** Commands of one device; four events each. */
const COMMANDS = 100;
const AT_ONCE = 8;

/** Fills an empty data directory with lives of devices, sealed as the platform seals them. Answers how many events these are. */
export async function writeHistory(data: string, events: number): Promise<number> {
  const file = await openSqliteFile({ path: join(data, 'events.db'), synchronous: 'NORMAL', modules: { events: eventsWriterModule } });
  const store = await openEmbeddedEventStore(file);
  const devices = Math.ceil(events / (4 * COMMANDS));
  for (let from = 0; from < devices; from += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, devices - from) }, (_, index) => from + index);
    await Promise.all(some.map(async (device) => writeLife(store, device)));
  }
  const written = await store.head();
  await store.close();
  await file.close();
  return written;
}

const registry = new EventRegistry(deviceEventTypes);

/** One append per device: nothing else writes here. */
async function writeLife(store: EventStore, device: number): Promise<void> {
  const stream = `device-OLD${String(device).padStart(6, '0')}`;
  let prevHash = firstHash(stream);
  const sealed: NewEvent[] = [];
  for (let command = 0; command < COMMANDS; command += 1) {
    const at = START + (device * COMMANDS + command) * 60_000;
    const correlationUid = uuidv7(at);
    for (const [index, event] of life(correlationUid, at).entries()) {
      const time = new Date(at + index * 1_000).toISOString();
      const envelope = { eventId: uuidv7(at + index), commandId: correlationUid, correlationUid, causationId: null, actor: 'operations/-/-' };
      const { event: stored, hash } = registry.seal(event, {
        ...envelope,
        occurredAt: time,
        recordedAt: time,
        stream,
        revision: sealed.length,
        prevHash,
      });
      sealed.push(stored);
      prevHash = hash;
    }
  }
  await store.append(stream, sealed, 'no-stream');
}

function life(leaseToken: string, at: number): readonly DeviceEvent[] {
  const options = { priority: 4, bypassRetry: false };
  const expiresAt = new Date(at + 604_800_000).toISOString();
  const read = { logTime: new Date(at).toISOString(), activeEnergyImport: '10.001', activeEnergyExport: '20.001' };
  return [
    { type: 'CommandAccepted', data: { operation: 'GetActualMeterReads', data: null, options, expiresAt, requestHash: 'hash' } },
    { type: 'AttemptStarted', data: { attempt: 1, leaseToken, sessionDevice: 'OLD' } },
    { type: 'MeterReadsCollected', data: { kind: 'ACTUAL', channel: null, unit: 'KWH', reads: [read] } },
    { type: 'CommandSucceeded', data: {} },
  ];
}
