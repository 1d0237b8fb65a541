import type { DatabaseSync } from 'node:sqlite';
import { EventStoreError } from '../port.js';

/** Names kept: some megabytes, and more than one page of events has. */
const KEPT = 20_000;

/** Answers a map that has the names of these streams, of any number of events each; read it before the next call. */
export type StreamNames = (streams: readonly number[]) => ReadonlyMap<number, string>;

/**
 * Looks names of streams up once, since none ever changes: events come with a number, and a name for each of them costs as much as a tenth of
 * all that rebuilding a read model takes. Readers get the same string again, too, which has its hash already.
 */
export function streamNames(db: DatabaseSync, kept = KEPT): StreamNames {
  const names = new Map<number, string>();
  const select = db.prepare('SELECT id, name FROM event_streams WHERE id IN (SELECT value FROM json_each(?))');
  select.setReturnArrays(true);
  const add = (streams: readonly number[]): void => {
    for (const [id, name] of select.all(JSON.stringify(streams)) as unknown as readonly (readonly [number, string])[]) names.set(id, name);
  };
  return (streams) => {
    const missing = new Set<number>();
    for (const stream of streams) if (!names.has(stream)) missing.add(stream);
    if (missing.size === 0) return names;
    const isTooMany = names.size + missing.size > kept;
    if (isTooMany) names.clear();
    add([...(isTooMany ? new Set(streams) : missing)]);
    return names;
  };
}

/** @throws EventStoreError STORE_DAMAGED: an event is never written without its stream */
export function nameIn(names: ReadonlyMap<number, string>, stream: number): string {
  const name = names.get(stream);
  if (name === undefined) throw new EventStoreError('STORE_DAMAGED', `stream number ${stream} of the event store has no name`);
  return name;
}
