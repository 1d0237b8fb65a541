import type { Clock, EventRegistry, Log } from '#event-sourcing';
import type { EventStore } from '#eventstore/port.js';
import type { ReadStore } from '#readstore/port.js';
import type { Projection } from '../projection.js';
import { decodeIncoming } from '../runner/incoming-events.js';
import { emptyModel, prepareModel } from '../runner/model-version.js';
import { Projector } from '../runner/projector.js';

export interface RebuildOptions {
  readonly registry: EventRegistry;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal?: AbortSignal;
}

const BATCH = 500;

/**
 * Builds a read model from zero, up to what the event store holds when it gets there; what was in it before is removed.
 * Answers the position reached. @throws when the signal aborts
 */
export async function rebuild(projection: Projection, fromStore: EventStore, intoReadStore: ReadStore, options: RebuildOptions): Promise<number> {
  const { registry, clock, log, signal = new AbortController().signal } = options;
  await prepareModel(projection, intoReadStore);
  await emptyModel(projection, intoReadStore);
  const projector = new Projector(projection, intoReadStore, { clock, log, signal });
  await projector.open();
  const handled = new Set<string>(projection.handles);
  let after = 0;
  for (let atEnd = false; !atEnd;) {
    signal.throwIfAborted();
    const page = await fromStore.readAll({ after, limit: BATCH });
    await projector.process(await decodeIncoming(page.events, registry, handled));
    ({ next: after, atEnd } = page);
  }
  return after;
}
