import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';

/** What the record tells of a collection. Times in ms. */
export interface Collected {
  /** From the first acceptance to each success, in the order of time. */
  readonly successes: readonly number[];
  /** From when a command was due until its first attempt began. */
  readonly queued: readonly number[];
  /** Attempts in which the meter was read. */
  readonly sessions: readonly number[];
  readonly events: number;
  /** Data and metadata of these events. */
  readonly bytes: number;
}

interface Life {
  due: number;
  started: number | undefined;
}

type Row = readonly [type: string, bytes: number, metadata: string];

/** Reads the record of a platform that has ended, behind a position: commands that were all to be carried out at once. */
export function collectedIn(data: string, after: number): Collected {
  const db = new DatabaseSync(join(data, 'events.db'), { readOnly: true });
  try {
    const select = db.prepare(
      `SELECT e.type, length(e.data) + length(e.metadata), e.metadata FROM events e JOIN event_streams s ON s.id = e.stream
       WHERE e.position > ? AND s.name LIKE 'device-%' ORDER BY e.position`,
    );
    select.setReturnArrays(true);
    return collect(select.iterate(after) as unknown as Iterable<Row>);
  } finally {
    db.close();
  }
}

function collect(rows: Iterable<Row>): Collected {
  const lives = new Map<string, Life>();
  const [successes, queued, sessions]: number[][] = [[], [], []];
  let [began, events, size] = [Infinity, 0, 0];
  for (const [type, bytes, metadata] of rows) {
    events++;
    size += bytes;
    const { correlationUid, recordedAt } = JSON.parse(metadata) as { readonly correlationUid: string; readonly recordedAt: string };
    const at = Date.parse(recordedAt);
    const life = lives.get(correlationUid);
    if (type === 'CommandAccepted') {
      lives.set(correlationUid, { due: at, started: undefined });
      began = Math.min(began, at);
    } else if (life !== undefined && type === 'AttemptStarted') {
      if (life.started === undefined) queued?.push(at - life.due);
      life.started = at;
    } else if (life !== undefined && type === 'CommandSucceeded') {
      successes?.push(at - began);
      sessions?.push(at - (life.started ?? at));
    }
  }
  return { successes: successes ?? [], queued: queued ?? [], sessions: sessions ?? [], events, bytes: size };
}

/** Position of the last event. */
export function headOf(data: string): number {
  const db = new DatabaseSync(join(data, 'events.db'), { readOnly: true });
  try {
    return Number(db.prepare('SELECT coalesce(max(position), 0) AS head FROM events').get()?.['head']);
  } finally {
    db.close();
  }
}
