import type { EventStore } from '#eventstore/port.js';
import { allProjections, type ReadModels } from '#projections';

const LOOK = 60_000;

/** Resolves when every read model is of this version and holds what the store held at the call, or the signal aborts. */
export async function untilCaughtUp(runner: ReadModels, store: EventStore, signal: AbortSignal): Promise<void> {
  const head = await store.head();
  for (const { name } of allProjections) {
    while (!signal.aborted && !(await runner.waitFor(name, head, LOOK, signal)));
    await runner.untilCurrent(name);
  }
}
