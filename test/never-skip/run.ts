import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '#event-sourcing';
import type { EventStore, StoredEvent } from '#eventstore/port.js';
import { Random } from '../chaos/random.js';
import { CrashingProjections } from './crashing-projections.js';
import { EventMaker } from './event-maker.js';
import { DEVICE_PREFIX, matches, type NeverSkipOptions, PROCESS_PREFIX, subscriberPlans, WRITERS } from './plan.js';
import { openStores, type Stores } from './stores.js';
import { CrashingSubscriber, difference } from './subscriber.js';
import { type Work, Writer } from './writer.js';

export interface NeverSkipReport {
  readonly violations: readonly string[];
  readonly crashes: number;
  /** How often the connections to the store were cut. */
  readonly interrupted: number;
}

const PROJECTION_LIVES = 10;
const LOOK = 50;
const LONGEST_CONNECTION = 1_500;

/** Eight writers, five subscribers and a projection runner that crash at random, one seed. Everybody must have seen everything once, in order. */
export async function neverSkip(options: NeverSkipOptions): Promise<NeverSkipReport> {
  const stores = await openStores(options.adapter);
  try {
    return await run(options, stores);
  } finally {
    await stores.close();
  }
}

async function run({ seed, events, patience }: NeverSkipOptions, { events: store, readModels, interrupt }: Stores): Promise<NeverSkipReport> {
  const random = new Random(seed);
  const fork = (): Random => new Random(random.between(0, 2 ** 31));
  const work: Work = { left: events, heads: new Map(), violations: [] };
  const writers = Array.from({ length: WRITERS }, () => {
    const own = fork();
    return new Writer(store, own, new EventMaker(own), work);
  });
  const subscribers = subscriberPlans.map((plan) => {
    const messages = Math.ceil(events / plan.batch);
    return new CrashingSubscriber(plan, store, fork(), Math.max(2, Math.ceil(messages / 4)));
  });
  const projections = new CrashingProjections(store, readModels, fork());

  const following = subscribers.map(async (subscriber) => subscriber.run());
  const projecting = projections.run(PROJECTION_LIVES);
  const written = new AbortController();
  const interrupting = interruptions(interrupt, fork(), written.signal);
  await Promise.all(writers.map(async (writer) => writer.run()));
  written.abort();
  const interrupted = await interrupting;
  const stored = await everything(store);
  const acknowledged = stored.filter(({ stream }) => stream.startsWith(DEVICE_PREFIX) || stream.startsWith(PROCESS_PREFIX)).length;
  if (acknowledged !== events) work.violations.push(`${events} events were acknowledged and ${acknowledged} are stored`);
  for (const subscriber of subscribers) subscriber.finish(stored.filter((event) => matches(subscriber.plan, event)).length);
  projections.hurry();

  const finished = new AbortController();
  const seeing = Promise.all(following).finally(() => finished.abort());
  await Promise.race([seeing, untilStuck(subscribers, patience, finished.signal)]);
  for (const subscriber of subscribers) subscriber.giveUp();
  await seeing;
  await projecting;
  const head = stored.at(-1)?.position ?? 0;
  const violations = [
    ...work.violations,
    ...subscribers.flatMap(({ plan, durable }) => difference(plan, durable.seen, stored) ?? []),
    ...(await projections.differences(stored, head, patience)),
  ];
  await projections.stop();
  return { violations, interrupted, crashes: subscribers.reduce((sum, { crashes }) => sum + crashes, projections.crashes) };
}

/** Cuts the connections again and again until the signal aborts; answers how often. */
async function interruptions(interrupt: (() => void) | undefined, random: Random, signal: AbortSignal): Promise<number> {
  if (interrupt === undefined) return 0;
  for (let count = 0; ; count++) {
    await systemClock.wait(random.between(1, LONGEST_CONNECTION), signal);
    if (signal.aborted) return count;
    interrupt();
  }
}

/** Resolves when no subscriber has got anything for as long as patience lasts, or the signal aborts. */
async function untilStuck(subscribers: readonly CrashingSubscriber[], patience: number, signal: AbortSignal): Promise<void> {
  const seen = (): number => subscribers.reduce((sum, { count }) => sum + count, 0);
  for (let before = seen(), idle = 0; idle < patience && !signal.aborted; idle += LOOK) {
    await pause(LOOK);
    const now = seen();
    if (now !== before) idle = 0;
    before = now;
  }
}

async function everything(store: EventStore): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for (let after = 0; ;) {
    const page = await store.readAll({ after, limit: 5_000 });
    events.push(...page.events);
    if (page.atEnd) return events;
    after = page.next;
  }
}
