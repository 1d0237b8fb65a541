import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { evolve, initialState, type DeviceEvent, type DeviceState } from '#domain';
import { DeciderRepository, EventRegistry, systemClock } from '#event-sourcing';
import { openEmbeddedEventStore, openEsdbEventStore } from '#eventstore';
import { EventStoreError, type EventStore } from '#eventstore/port.js';
import { allEventTypes, deviceStream } from '#orchestration';
import { CliError, EXIT } from './cli-error.js';

/** The record of a platform, for reading only: a running platform is not disturbed. */
export interface OpenRecord {
  readonly store: EventStore;
  readonly devices: DeciderRepository<DeviceState, DeviceEvent>;
  close(): Promise<void>;
}

/** Where a platform keeps its events: in EventStoreDB where `eventStore` (its connection string) is given, else in the data directory. */
export interface RecordPlace {
  readonly data: string;
  readonly eventStore?: string | undefined;
}

/** @throws CliError exit code 3 when there is no record, or it cannot be opened */
export async function openRecord({ data, eventStore }: RecordPlace): Promise<OpenRecord> {
  const { store, close } = eventStore === undefined ? await inDirectory(data) : await onServer(eventStore);
  const devices = new DeciderRepository<DeviceState, DeviceEvent>({
    store,
    registry: new EventRegistry(allEventTypes),
    clock: systemClock,
    stream: deviceStream,
    initialState,
    evolve,
    unknownTypes: 'tolerant',
  });
  return { store, devices, close };
}

type OpenStore = Pick<OpenRecord, 'store' | 'close'>;

async function inDirectory(directory: string): Promise<OpenStore> {
  const path = join(directory, 'events.db');
  if (!existsSync(path)) throw new CliError(EXIT.cannotOpen, `${directory} holds no record (no events.db)`);
  try {
    const db = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
    const refuse = (): Promise<never> => Promise.reject(new CliError(EXIT.cannotOpen, 'the record is open for reading only'));
    const unused = { write: refuse, onCommit: () => () => undefined, failure: () => undefined };
    const file = { path, ...unused, reader: () => db, close: async () => db.close() };
    const store = await openEmbeddedEventStore(file);
    return {
      store,
      async close() {
        await store.close();
        await file.close();
      },
    };
  } catch (error) {
    throw new CliError(EXIT.cannotOpen, `${path} cannot be opened: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function onServer(connectionString: string): Promise<OpenStore> {
  try {
    const store = await openEsdbEventStore(connectionString);
    return { store, close: () => store.close() };
  } catch (error) {
    if (error instanceof EventStoreError) throw new CliError(EXIT.cannotOpen, `the event store cannot be opened: ${error.message}`);
    throw error;
  }
}
