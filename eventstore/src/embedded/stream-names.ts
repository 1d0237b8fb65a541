import type { DatabaseSync } from 'node:sqlite';
import { EventStoreError } from '../port.js';
import type { EventRow } from './rows.js';

/** Names kept: about a megabyte, and more than one page of events has. */
const KEPT = 16_384;

/** Answers the name of the stream of each row. @throws EventStoreError STORE_DAMAGED */
export type StreamNames = (rows: readonly EventRow[]) => readonly string[];

/**
 * Looks names of streams up once, since none ever changes: rows come with a number, and a join that finds a name for each of them costs a
 * twentieth of all that rebuilding a read model takes. A number has one place where its name is kept, and gives it up to another one: numbers
 * are dense, so that this is as good as a table and costs less.
 */
export function streamNames(db: DatabaseSync, kept = KEPT): StreamNames {
  const numbers = new Float64Array(kept).fill(-1);
  const kepts: string[] = Array.from({ length: kept }, () => '');
  const select = db.prepare('SELECT id, name FROM event_streams WHERE id IN (SELECT value FROM json_each(?))');
  select.setReturnArrays(true);

  const lookUp = (streams: ReadonlySet<number>): ReadonlyMap<number, string> => {
    const found = new Map(select.all(JSON.stringify([...streams])) as unknown as readonly (readonly [number, string])[]);
    for (const [stream, name] of found) {
      numbers[stream % kept] = stream;
      kepts[stream % kept] = name;
    }
    return found;
  };

  return (rows) => {
    const missing = new Set<number>();
    const names = rows.map(([, stream]) => {
      if (numbers[stream % kept] === stream) return kepts[stream % kept];
      missing.add(stream);
      return undefined;
    });
    const found = missing.size === 0 ? undefined : lookUp(missing);
    return found === undefined ? (names as readonly string[]) : names.map((name, index) => name ?? nameIn(found, rows[index]?.[1]));
  };
}

/** An event is never written without its stream. */
function nameIn(names: ReadonlyMap<number, string>, stream = 0): string {
  const name = names.get(stream);
  if (name === undefined) throw new EventStoreError('STORE_DAMAGED', `stream number ${stream} of the event store has no name`);
  return name;
}
