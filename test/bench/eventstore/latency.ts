import type { EventStore } from '#eventstore/port.js';
import { sampleEvent } from './sample-event.js';

/** Events per second that arrive while latencies are measured. */
const RATE = 1_000;
const TICK_MS = 5;
const STREAMS = 64;
/** At the beginning, not counted. */
const WARM_UP_MS = 500;

export interface Latencies {
  /** From the call of `append` until it was durable, in ms. */
  readonly appends: readonly number[];
  /** From the call of `append` until a subscriber had the event, in ms. */
  readonly deliveries: readonly number[];
}

/** Appends {@link RATE} events per second, each by itself and whether or not earlier ones have been answered, while a subscriber follows. */
export async function latencies(store: EventStore, milliseconds: number): Promise<Latencies> {
  const begun = new Map<string, number>();
  const appends: number[] = [];
  const deliveries: number[] = [];
  const total = Math.round((RATE * (WARM_UP_MS + milliseconds)) / 1_000);
  const warmUp = Math.round((RATE * WARM_UP_MS) / 1_000);
  const following = follow(store, await store.head(), total, (id) => {
    const at = begun.get(id);
    if (at !== undefined) deliveries.push(performance.now() - at);
  });
  const underWay: Promise<void>[] = [];
  const start = performance.now();
  for (let sent = 0; sent < total;) {
    const due = Math.min(total, Math.floor(((performance.now() - start) * RATE) / 1_000) + 1);
    for (; sent < due; sent++) underWay.push(one(sent));
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  await Promise.all(underWay);
  await following;
  return { appends, deliveries };

  async function one(number: number): Promise<void> {
    const event = sampleEvent(number);
    const at = performance.now();
    if (number >= warmUp) begun.set(event.id, at);
    await store.append(`latency-${number % STREAMS}`, [event], 'any');
    if (number >= warmUp) appends.push(performance.now() - at);
  }
}

async function follow(store: EventStore, after: number, total: number, seen: (id: string) => void): Promise<void> {
  let left = total;
  for await (const message of store.subscribe({ after })) {
    if (message.kind !== 'events') continue;
    for (const { id } of message.events) seen(id);
    left -= message.events.length;
    if (left <= 0) return;
  }
}
