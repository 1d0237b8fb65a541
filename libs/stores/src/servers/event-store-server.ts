import type { Log } from '#event-sourcing';
import { openEsdbEventStore } from '#eventstore';
import { type EventStore, EventStoreError } from '#eventstore/port.js';
import type { Closers } from '../closers.js';
import { StoresError } from '../stores-error.js';

/** Connects to an EventStoreDB. @throws StoresError UNUSABLE_SETTINGS, UNREACHABLE; EventStoreError */
export async function openEventStoreServer(connectionString: string, closers: Closers, log: Log): Promise<EventStore> {
  try {
    const events = await openEsdbEventStore(connectionString, { log });
    closers.add(() => events.close());
    return events;
  } catch (error) {
    if (!(error instanceof EventStoreError)) throw error;
    throw new StoresError(error.code === 'INVALID_ARGUMENT' ? 'UNUSABLE_SETTINGS' : 'UNREACHABLE', error.message, { cause: error });
  }
}

/** Hosts of a connection string, for people. */
export function shownServer(connectionString: string): string {
  return connectionString.replace(/^([a-z+]+:\/\/)(?:[^@/?]*@)?([^/?]*).*$/, '$1$2');
}
