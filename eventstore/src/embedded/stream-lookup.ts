import type { DatabaseSync } from 'node:sqlite';
import type { StreamMetadata } from '../port.js';
import type { Deletion } from './stream-deletions.js';

/** All that has to be known of a stream before its events are read. */
export interface StreamRow {
  readonly id: number;
  /** Revision of its last event, -1 when it has none. */
  readonly last: number;
  readonly deletion: Deletion;
  readonly metadata: StreamMetadata;
}

type Row = readonly [id: number, last: number, permanent: number | null, json: string | null];

/** In one statement: opening a device costs little more than its look-ups. Undefined when there never was such a stream. */
export function streamLookup(db: DatabaseSync): (name: string) => StreamRow | undefined {
  const select = db.prepare(
    `SELECT s.id, coalesce((SELECT e.revision FROM events e WHERE e.stream = s.id ORDER BY e.revision DESC LIMIT 1), -1), d.permanent, m.json
     FROM event_streams s LEFT JOIN event_stream_deletions d ON d.stream = s.id LEFT JOIN event_stream_metadata m ON m.stream = s.id
     WHERE s.name = ?`,
  );
  select.setReturnArrays(true);
  return (name) => {
    const row = select.get(name) as Row | undefined;
    if (row === undefined) return undefined;
    const [id, last, permanent, json] = row;
    return {
      id,
      last,
      deletion: permanent === null ? 'none' : permanent === 1 ? 'permanent' : 'soft',
      metadata: json === null ? {} : (JSON.parse(json) as StreamMetadata),
    };
  };
}
