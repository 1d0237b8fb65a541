import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyStream } from '#event-sourcing';
import { type EventStore, eventsWriterModule, openEmbeddedEventStore } from '#eventstore';
import { openSqliteFile, type SqliteFile } from '#sqlite';
import { ChainedStream } from '../power-loss/chained-stream.js';
import { everyEvent } from '../power-loss/open-store.js';

export interface Opened {
  readonly file: SqliteFile;
  readonly store: EventStore;
  close(): Promise<void>;
}

/** The store of a data directory, as the platform opens it. */
export async function open(directory: string): Promise<Opened> {
  const file = await openSqliteFile({ path: join(directory, 'events.db'), synchronous: 'FULL', modules: { events: eventsWriterModule } });
  const store = await openEmbeddedEventStore(file);
  return {
    file,
    store,
    close: async () => {
      await store.close();
      await file.close();
    },
  };
}

/** Appends events to a stream of their own. */
export async function fill(directory: string, events: number, name = 'before'): Promise<void> {
  const opened = await open(directory);
  const stream = new ChainedStream(opened.store, name);
  for (let n = 0; n < events; n++) await stream.append(200);
  await opened.close();
}

export interface Contents {
  readonly positions: readonly number[];
  readonly ids: ReadonlySet<string>;
  /** The hash chain of every stream holds. */
  readonly isWhole: boolean;
}

/** What a store holds after whatever happened to it. */
export async function contents(directory: string): Promise<Contents> {
  const opened = await open(directory);
  try {
    const events = await everyEvent(opened.store);
    const chains = [...Map.groupBy(events, ({ stream }) => stream).values()];
    return {
      positions: events.map(({ position }) => position),
      ids: new Set(events.map(({ id }) => id)),
      isWhole: chains.every((own) => verifyStream(own).ok),
    };
  } finally {
    await opened.close();
  }
}

/** The hash of every file of a directory. SQLite makes `-shm` anew at every start; an empty log and the lock hold nothing. */
export function hashesIn(directory: string): ReadonlyMap<string, string> {
  const names = readdirSync(directory).filter((name) => !name.endsWith('-shm') && !name.startsWith('lock'));
  const files = names.toSorted().map((name) => [name, readFileSync(join(directory, name))] as const);
  const holding = files.filter(([name, bytes]) => bytes.length > 0 || !name.endsWith('-wal'));
  return new Map(holding.map(([name, bytes]) => [name, createHash('sha256').update(bytes).digest('hex')]));
}

export const dense = (length: number): number[] => Array.from({ length }, (_, index) => index + 1);
