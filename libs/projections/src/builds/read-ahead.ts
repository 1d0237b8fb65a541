import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EventRegistry } from '#event-sourcing';
import type { EventStore } from '#eventstore/port.js';
import type { Build } from './build.js';
import { decodeIncoming } from './incoming-events.js';

export interface EventSource {
  readonly store: EventStore;
  readonly registry: EventRegistry;
}

/** Events decoded and folded before others have their turn: a few milliseconds. */
const SLICE = 500;
/**
 * One transaction holds about this many documents, or what this many slices come to. Without indexes larger ones cost no less, and what is
 * folded and not yet written has to be moved by the garbage collector: 5,000 took 150 MiB more.
 */
const DOCUMENTS = 2_000;
const SLICES = 40;

/**
 * Brings builds forward by one large batch; its write is still under way when this resolves, and `settle` waits for it.
 * Events of types that none of them handles are not even read, unless a device is parked: then all of its events are.
 * Answers whether that was the end of the store.
 */
export async function readAhead(builds: readonly Build[], { store, registry }: EventSource, signal: AbortSignal): Promise<boolean> {
  const handled = new Set<string>(builds.flatMap(({ projection }) => projection.handles));
  const types = [...handled];
  let after = Math.min(...builds.map(({ folded }) => folded));
  let atEnd = false;
  for (let slices = 0; !atEnd && slices < SLICES && builds.every(({ pending }) => pending < DOCUMENTS); slices += 1) {
    signal.throwIfAborted();
    const filtered = builds.every(({ quarantined }) => quarantined === 0);
    const page = await store.readAll({ after, limit: SLICE, ...(filtered ? { types } : {}) });
    const incoming = await decodeIncoming(page.events, registry, handled);
    for (const build of builds) await build.fold(incoming, page.next);
    if (filtered && builds.some(({ quarantined }) => quarantined > 0)) await parkMissed(builds, { store, registry }, after, page.next);
    ({ next: after, atEnd } = page);
    await nextTurn();
  }
  for (const build of builds) await build.commit();
  return atEnd;
}

/** Reads a stretch once more, unfiltered: a device was parked in it. */
async function parkMissed(builds: readonly Build[], { store, registry }: EventSource, from: number, to: number): Promise<void> {
  for (let after = from; after < to;) {
    const page = await store.readAll({ after, limit: SLICE });
    const within = page.events.filter(({ position }) => position <= to);
    const incoming = await decodeIncoming(within, registry, new Set());
    for (const build of builds) build.parkMissed(incoming);
    if (page.atEnd) return;
    after = page.next;
  }
}
