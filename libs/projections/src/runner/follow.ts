import type { Clock } from '#event-sourcing';
import type { SubscriptionMessage } from '#eventstore/port.js';
import type { Build } from '../builds/build.js';
import { decodeIncoming } from '../builds/incoming-events.js';
import { readAhead, type EventSource } from '../builds/read-ahead.js';

export interface Following extends EventSource {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Most events per message and transaction. */
  readonly batch: number;
  /** After a message, how long to let more events gather, ms. */
  readonly gather: number;
  /** Those that follow at the moment. */
  followers(): readonly Build[];
  exclusive<T>(this: void, work: () => Promise<T>): Promise<T>;
}

/** Events behind the store from which on large batches are worth it. */
const FAR = 5_000;

/** Hands all events to the followers: in large batches as long as they are far behind, then as they come. Ends when the subscription does. */
export async function follow(following: Following): Promise<void> {
  const { store, signal, batch, gather, clock, exclusive } = following;
  await catchUp(following);
  // Not while a generation takes over: it has read to where the store ended then, and must not find the subscription further on.
  const after = await exclusive(async () => {
    const builds = following.followers();
    return builds.length === 0 ? store.head() : Math.min(...builds.map(({ folded }) => folded));
  });
  for await (const message of store.subscribe({ after, batch, signal })) {
    await exclusive(async () => handle(message, following));
    const live = message.kind === 'events' && message.events.length < batch;
    if (live && gather > 0) await clock.wait(gather, signal);
  }
}

async function catchUp(following: Following): Promise<void> {
  const { store, signal, exclusive } = following;
  for (;;) {
    const behind = following.followers();
    if (behind.length === 0 || (await store.head()) - Math.min(...behind.map(({ folded }) => folded)) <= FAR) break;
    if (await exclusive(async () => readAhead(following.followers(), following, signal))) break;
  }
  for (const build of following.followers()) await build.settle();
}

async function handle(message: SubscriptionMessage, following: Following): Promise<void> {
  const builds = following.followers();
  const handled = new Set<string>(builds.flatMap(({ projection }) => projection.handles));
  const events = message.kind === 'events' ? message.events : [];
  const upTo = message.kind === 'events' ? (events.at(-1)?.position ?? 0) : message.position;
  const incoming = await decodeIncoming(events, following.registry, handled);
  await Promise.all(
    builds.map(async (build) => {
      await build.fold(incoming, upTo);
      await build.commit();
      await build.settle();
    }),
  );
}
