import type { ExpectedRevision, NewEvent, StoredEvent } from '#eventstore/port.js';

/** Consecutive events of one stream, small enough for one append. */
export interface Run {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly NewEvent[];
}

const MAX_EVENTS = 500;
/** Under the 900 KiB of an append, with room for what an adapter counts besides. */
const MAX_BYTES = 700 * 1024;

const sizeOf = ({ data, metadata }: StoredEvent): number => Buffer.byteLength(data) + Buffer.byteLength(metadata);

/** Cuts events in the order of a store into appends that put them into another store in the same order. */
export function* appendRuns(events: readonly StoredEvent[]): Generator<Run, void, undefined> {
  let run: StoredEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    const size = sizeOf(event);
    const isFull = run.length === MAX_EVENTS || bytes + size > MAX_BYTES;
    if (run.length > 0 && (isFull || run[0]?.stream !== event.stream)) {
      yield toRun(run);
      run = [];
      bytes = 0;
    }
    run.push(event);
    bytes += size;
  }
  if (run.length > 0) yield toRun(run);
}

function toRun(events: readonly StoredEvent[]): Run {
  const { stream = '', revision = 0 } = events[0] ?? {};
  return {
    stream,
    expected: revision === 0 ? 'no-stream' : revision - 1,
    events: events.map(({ id, type, data, metadata }) => ({ id, type, data, metadata })),
  };
}
