import { verifyStream } from '#event-sourcing';
import type { EventStore, StoredEvent } from '#eventstore/port.js';

/** Everything that a store holds, in its order. */
export async function allEvents(store: EventStore): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  let after = 0;
  for (let atEnd = false; !atEnd;) {
    const page = await store.readAll({ after, limit: 1_000 });
    events.push(...page.events);
    ({ next: after, atEnd } = page);
  }
  return events;
}

/** Streams whose chain of hashes does not hold. */
export function chainViolations(events: readonly StoredEvent[]): readonly string[] {
  return [...Map.groupBy(events, ({ stream }) => stream)].flatMap(([stream, ofStream]) => {
    const verdict = verifyStream(ofStream);
    return verdict.ok ? [] : [`chain of ${stream} is broken at ${verdict.revision}: ${verdict.reason}`];
  });
}
