import { systemClock } from '#event-sourcing/clock.js';
import type { EventStore } from '../port.js';
import { Connection } from './connection.js';
import { checkOptions, toConnectionError } from './connection-string.js';
import type { EsdbOptions, EsdbSettings, EsdbTimeouts } from './esdb-options.js';
import { esdbParts } from './esdb-parts.js';
import { EsdbEventStore } from './esdb-event-store.js';
import { storeIdOf } from './store-id.js';

const defaults: Required<EsdbTimeouts> = { open: 10_000, write: 10_000, read: 10_000, resume: 5_000 };

/** The client, and gRPC with it, is loaded only where it is used. */
async function connect(connectionString: string): Promise<Connection> {
  checkOptions(connectionString);
  const { linkTo } = await import('./client.js');
  try {
    return new Connection(() => linkTo(connectionString));
  } catch (error) {
    throw toConnectionError(error);
  }
}

/**
 * Opens a store on an EventStoreDB server or cluster (20.10 or later with positions in its answers: 22.6), through its official client.
 * Credentials and TLS come from the connection string: docs/guides/eventstoredb.md.
 * @throws EventStoreError INVALID_ARGUMENT for the string, ACCESS_DENIED, STORE_UNAVAILABLE when no server answers in time
 */
export async function openEsdbEventStore(connectionString: string, options: EsdbOptions = {}): Promise<EventStore> {
  const closing = new AbortController();
  const { log = { warn: () => undefined }, clock = systemClock, timeouts = {}, soleWriter = false } = options;
  const settings: EsdbSettings = { log, clock, soleWriter, timeouts: { ...defaults, ...timeouts }, closed: closing.signal };
  const connection = await connect(connectionString);
  const opening = esdbParts(
    connection,
    { ...settings, timeouts: { ...settings.timeouts, read: settings.timeouts.open, write: settings.timeouts.open } },
    closing,
  );
  try {
    const storeId = await storeIdOf(opening.metadata, settings);
    const parts = esdbParts(connection, settings, closing);
    parts.all.see(await opening.all.head());
    return new EsdbEventStore(storeId, parts);
  } catch (error) {
    closing.abort();
    await connection.close();
    throw error;
  }
}
