import type { StoredEvent } from '../port.js';

/** What every read selects, in this order: rows come as arrays, which costs half of what objects cost. */
export const COLUMNS = 'e.position, s.name, e.revision, e.type, e.id, e.data, e.metadata';

type Row = readonly [position: number, stream: string, revision: number, type: string, id: string, data: string, metadata: string];

export function toEvents(rows: unknown): StoredEvent[] {
  return (rows as readonly Row[]).map(([position, stream, revision, type, id, data, metadata]) => {
    return { id, type, data, metadata, stream, revision, position };
  });
}
